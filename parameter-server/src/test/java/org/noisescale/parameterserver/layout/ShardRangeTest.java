package org.noisescale.parameterserver.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ShardRangeTest {
    @Property(tries = 300, seed = "1")
    void rangesPartitionTheChunksEvenly(
            @ForAll @IntRange(min = 1, max = 70_000) int chunks, @ForAll @IntRange(min = 1, max = 300) int wanted) {
        int shards = Math.min(wanted, chunks);

        int next = 0;
        for (int shard = 0; shard < shards; shard++) {
            ShardRange range = ShardRange.of(shard, shards, chunks);
            assertThat(range.firstChunk()).isEqualTo(next);
            assertThat(range.count()).isBetween(chunks / shards, chunks / shards + 1);
            next = range.endChunk();
        }

        assertThat(next).isEqualTo(chunks);
    }

    @Test
    void containsItsFirstChunkButNotTheOneAfterItsLast() {
        ShardRange range = ShardRange.of(1, 2, 5);

        assertThat(range.contains(1)).isFalse();
        assertThat(range.contains(2)).isTrue();
        assertThat(range.contains(4)).isTrue();
        assertThat(range.contains(5)).isFalse();
    }

    @Test
    void refusesMoreShardsThanChunks() {
        assertThatThrownBy(() -> ShardRange.of(0, 6, 5)).hasMessage("shard 0 of 6 shards over 5 chunks is impossible");
    }

    @Test
    void refusesAShardThatIsNotAmongThem() {
        assertThatThrownBy(() -> ShardRange.of(2, 2, 5)).hasMessage("shard 2 of 2 shards over 5 chunks is impossible");
        assertThatThrownBy(() -> ShardRange.of(-1, 2, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToBeEmpty() {
        assertThatThrownBy(() -> new ShardRange(0, 3, 3)).hasMessageContaining("at least one chunk");
    }
}
