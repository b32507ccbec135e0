package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.worker.dataset.Labels;

class DatasetHashTest {

    /** Figures of an independent program in another language. */
    @Test
    void isWhatItsDescriptionSays() {
        ExampleBlock block = new ExampleBlock(1024, 2, new float[] {1, -0.5f, 3, 0.1f}, Labels.ofClasses(7, 0));

        assertThat(DatasetHash.of(block)).isEqualTo("5c1c5694063643ba9e0785bf24a6e302265a1a48e826a327d3fce8d730bf45d4");
        assertThat(DatasetHash.of(List.of(DatasetHash.of(block), DatasetHash.of(block.movedBy(1)))))
                .isEqualTo("0df3961610f88ca9c48920638c168d7a14e9fc81e2489b656708fd7b1c96bd1f");
    }

    /** Figures of an independent program in another language. */
    @Test
    void coversTheBitsOfTargets() {
        Labels targets = Labels.ofTargets(2, new float[] {7.5f, -1, 0, 0.25f});
        ExampleBlock block = new ExampleBlock(1024, 2, new float[] {1, -0.5f, 3, 0.1f}, targets);

        assertThat(DatasetHash.of(block)).isEqualTo("d3408a0180997aaf32677404d003db6ebc683e99ecaa627b32e482676597761b");
    }
}
