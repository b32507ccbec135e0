package org.noisescale.parameterserver.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts a flat vector into chunks of equal length (the last may be shorter), and each chunk into <em>pieces</em>: the
 * parts of it that belong to one segment. Chunks are the unit of messages, of aggregation and of squared norms.
 *
 * <p>The cut depends on nothing but the layout. Whatever is computed chunk by chunk and added in chunk order therefore
 * has the same bits for any number of shards, since a shard is a range of whole chunks.
 */
public final class ChunkPlan {
    /**
     * 31 KiB of floats: stays in a core's first-level cache, and the message with its fields and some norms is not
     * longer than 32 KiB, an eighth of a term buffer or ring of 256 KiB.
     */
    public static final int LENGTH_MAX = 7936;

    /** Small vectors are cut as well, so that they too can be divided among shards and flow through the pipeline. */
    public static final int COUNT_AIM = 16;

    private final ParameterLayout layout;
    private final int chunkLength;
    private final int chunkCount;
    private final List<Piece> pieces;
    private final List<List<Piece>> piecesOfChunk;
    private final int[] firstPiece;

    /** Cuts the vector of a layout. */
    public ChunkPlan(ParameterLayout layout) {
        this.layout = layout;
        chunkLength = Math.min(LENGTH_MAX, ceilDivide(layout.length(), COUNT_AIM));
        chunkCount = ceilDivide(layout.length(), chunkLength);
        firstPiece = new int[chunkCount + 1];
        List<Piece> found = new ArrayList<>();
        int segment = 0;
        for (int chunk = 0; chunk < chunkCount; chunk++) {
            firstPiece[chunk] = found.size();
            segment = addPieces(chunk, segment, found);
        }
        firstPiece[chunkCount] = found.size();
        pieces = List.copyOf(found);
        piecesOfChunk = IntStream.range(0, chunkCount)
                .mapToObj(chunk -> List.copyOf(pieces.subList(firstPiece[chunk], firstPiece[chunk + 1])))
                .toList();
    }

    private int addPieces(int chunk, int firstSegment, List<Piece> found) {
        int segment = firstSegment;
        int position = offset(chunk);
        int end = position + length(chunk);
        while (position < end) {
            Segment current = layout.segments().get(segment);
            int pieceEnd = Math.min(end, current.end());
            found.add(new Piece(segment, position - offset(chunk), pieceEnd - offset(chunk), current.kind()));
            position = pieceEnd;
            segment += pieceEnd == current.end() ? 1 : 0;
        }
        return segment;
    }

    /** The layout that was cut. */
    public ParameterLayout layout() {
        return layout;
    }

    /** How many chunks there are. */
    public int chunkCount() {
        return chunkCount;
    }

    /** The length of every chunk but perhaps the last. */
    public int chunkLength() {
        return chunkLength;
    }

    /** The index in the flat vector of a chunk's first value. */
    public int offset(int chunk) {
        return chunk * chunkLength;
    }

    /** How many values a chunk has. */
    public int length(int chunk) {
        return Math.min(chunkLength, layout.length() - offset(chunk));
    }

    /** The pieces of a chunk, in order; always the same list, so that asking for it costs nothing. */
    public List<Piece> pieces(int chunk) {
        return piecesOfChunk.get(chunk);
    }

    /** All pieces, in the order of the flat vector. */
    public List<Piece> pieces() {
        return pieces;
    }

    /** The position of a chunk's first piece among all pieces. */
    public int firstPiece(int chunk) {
        return firstPiece[chunk];
    }

    /** How many pieces there are in all. */
    public int pieceCount() {
        return pieces.size();
    }

    /** The greatest number of pieces in one chunk. */
    public int piecesMax() {
        return piecesOfChunk.stream().mapToInt(List::size).max().orElseThrow();
    }

    private static int ceilDivide(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /**
     * A part of a chunk that belongs to one segment.
     *
     * @param segment position of the segment in the layout
     * @param from first index within the chunk
     * @param to index after the last, within the chunk
     */
    public record Piece(int segment, int from, int to, Segment.Kind kind) {}
}
