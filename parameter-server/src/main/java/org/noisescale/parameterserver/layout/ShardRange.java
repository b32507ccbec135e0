package org.noisescale.parameterserver.layout;

import java.io.Serializable;

/** The chunks {@code [firstChunk, endChunk)} that one shard owns. Shard s of S owns {@code [⌊sC/S⌋, ⌊(s+1)C/S⌋)}. */
public record ShardRange(int shard, int firstChunk, int endChunk) implements Serializable {
    /** Checks that the range is not empty. */
    public ShardRange {
        if (firstChunk < 0 || endChunk <= firstChunk) {
            throw new IllegalArgumentException(
                    "shard " + shard + " must own at least one chunk, was [" + firstChunk + ", " + endChunk + ")");
        }
    }

    /** The range of one of {@code shards} shards over {@code chunks} chunks; {@code shards <= chunks}. */
    public static ShardRange of(int shard, int shards, int chunks) {
        if (shard < 0 || shard >= shards || shards > chunks) {
            throw new IllegalArgumentException(
                    "shard " + shard + " of " + shards + " shards over " + chunks + " chunks is impossible");
        }
        return new ShardRange(shard, (int) ((long) shard * chunks / shards), (int) ((shard + 1L) * chunks / shards));
    }

    /** Whether the shard owns a chunk. */
    public boolean contains(int chunk) {
        return chunk >= firstChunk && chunk < endChunk;
    }

    /** How many chunks the shard owns. */
    public int count() {
        return endChunk - firstChunk;
    }
}
