package org.noisescale.parameterserver.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class VirtualWorkerRangeTest {
    @Property(tries = 300, seed = "1")
    void rangesPartitionTheVirtualWorkersEvenly(
            @ForAll @IntRange(min = 1, max = 2000) int virtualWorkers,
            @ForAll @IntRange(min = 1, max = 2000) int wanted) {
        int workers = Math.min(wanted, virtualWorkers);

        int next = 0;
        for (int rank = 0; rank < workers; rank++) {
            VirtualWorkerRange range = VirtualWorkerRange.of(rank, workers, virtualWorkers);
            assertThat(range.first()).isEqualTo(next);
            assertThat(range.count()).isBetween(virtualWorkers / workers, virtualWorkers / workers + 1);
            next = range.end();
        }

        assertThat(next).isEqualTo(virtualWorkers);
    }

    @Test
    void refusesMoreWorkersThanVirtualWorkers() {
        assertThatThrownBy(() -> VirtualWorkerRange.of(0, 3, 2))
                .hasMessage("rank 0 of 3 workers over 2 virtual workers is impossible");
    }

    @Test
    void refusesARankThatIsNotAmongTheWorkers() {
        assertThatThrownBy(() -> VirtualWorkerRange.of(2, 2, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VirtualWorkerRange.of(-1, 2, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToBeEmpty() {
        assertThatThrownBy(() -> new VirtualWorkerRange(2, 2)).hasMessageContaining("at least one");
    }
}
