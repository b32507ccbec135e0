package org.noisescale.parameterserver.layout;

/**
 * Which of several shards owns which chunks and pieces.
 *
 * @param shards at least 1, at most as many as chunks
 */
public record ShardDivision(ChunkPlan chunks, int shards) {
    /** Checks that each shard owns a chunk. */
    public ShardDivision {
        if (shards < 1 || shards > chunks.chunkCount()) {
            throw new IllegalArgumentException(
                    "shards must be in [1, " + chunks.chunkCount() + " chunks], was " + shards);
        }
    }

    /** What a shard owns. */
    public ShardRange range(int shard) {
        return ShardRange.of(shard, shards, chunks.chunkCount());
    }

    /**
     * All chunks in the order in which they travel: those of all shards in turn, so that every shard has work from the
     * beginning to the end.
     */
    public int[] inTurn() {
        int[] order = new int[chunks.chunkCount()];
        int filled = 0;
        for (int position = 0; filled < order.length; position++) {
            for (int shard = 0; shard < shards; shard++) {
                ShardRange range = range(shard);
                if (position < range.count()) {
                    order[filled] = range.firstChunk() + position;
                    filled++;
                }
            }
        }
        return order;
    }

    /** The number of a shard's first piece among all pieces. */
    public int firstPiece(int shard) {
        return chunks.firstPiece(range(shard).firstChunk());
    }

    /** The number after that of a shard's last piece. */
    public int endPiece(int shard) {
        return chunks.firstPiece(range(shard).endChunk());
    }

    /** Whether a shard exists and owns these pieces, at least one. */
    public boolean owns(int shard, int firstPiece, int pieceCount) {
        return shard >= 0
                && shard < shards
                && pieceCount >= 1
                && firstPiece >= firstPiece(shard)
                && firstPiece <= endPiece(shard) - pieceCount;
    }
}
