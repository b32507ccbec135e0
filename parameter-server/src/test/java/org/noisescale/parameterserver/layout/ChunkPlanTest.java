package org.noisescale.parameterserver.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;

final class ChunkPlanTest {
    @Provide
    Arbitrary<ParameterLayout> layouts() {
        Arbitrary<Integer> lengths = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 12), Arbitraries.integers().between(1, 60_000));
        return lengths.list().ofMinSize(1).ofMaxSize(30).map(Layouts::ofLengths);
    }

    @Property(tries = 300, seed = "1")
    void chunksCoverTheVectorWithoutGapOrOverlap(@ForAll("layouts") ParameterLayout layout) {
        ChunkPlan chunks = new ChunkPlan(layout);

        int next = 0;
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            assertThat(chunks.offset(chunk)).isEqualTo(next);
            assertThat(chunks.length(chunk)).isBetween(1, chunks.chunkLength());
            next += chunks.length(chunk);
        }

        assertThat(next).isEqualTo(layout.length());
        assertThat(chunks.chunkLength()).isLessThanOrEqualTo(ChunkPlan.LENGTH_MAX);
    }

    @Property(tries = 300, seed = "2")
    void piecesCoverEachChunkAndLieInTheirSegment(@ForAll("layouts") ParameterLayout layout) {
        ChunkPlan chunks = new ChunkPlan(layout);

        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            int next = 0;
            for (Piece piece : chunks.pieces(chunk)) {
                Segment segment = layout.segments().get(piece.segment());
                assertThat(piece.from()).isEqualTo(next);
                assertThat(piece.to()).isGreaterThan(piece.from());
                assertThat(chunks.offset(chunk) + piece.from()).isGreaterThanOrEqualTo(segment.offset());
                assertThat(chunks.offset(chunk) + piece.to()).isLessThanOrEqualTo(segment.end());
                assertThat(piece.kind()).isEqualTo(segment.kind());
                next = piece.to();
            }
            assertThat(next).isEqualTo(chunks.length(chunk));
        }
    }

    @Property(tries = 100, seed = "3")
    void numbersPiecesInTheOrderOfTheVector(@ForAll("layouts") ParameterLayout layout) {
        ChunkPlan chunks = new ChunkPlan(layout);

        List<Piece> inOrder = new ArrayList<>();
        int most = 0;
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            assertThat(chunks.firstPiece(chunk)).isEqualTo(inOrder.size());
            inOrder.addAll(chunks.pieces(chunk));
            most = Math.max(most, chunks.pieces(chunk).size());
        }

        assertThat(chunks.pieces()).isEqualTo(inOrder);
        assertThat(chunks.pieceCount()).isEqualTo(inOrder.size());
        assertThat(chunks.firstPiece(chunks.chunkCount())).isEqualTo(inOrder.size());
        assertThat(chunks.piecesMax()).isEqualTo(most);
    }

    @Test
    void cutsAtTheBordersOfSegments() {
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(List.of(30, 3, 15)));

        assertThat(chunks.chunkLength()).isEqualTo(3);
        assertThat(chunks.chunkCount()).isEqualTo(16);
        assertThat(chunks.pieces(9)).containsExactly(new Piece(0, 0, 3, Segment.Kind.WEIGHT));
        assertThat(chunks.pieces(10)).containsExactly(new Piece(1, 0, 3, Segment.Kind.STATISTIC));
    }

    @Test
    void aChunkMayHoldPartsOfSeveralSegments() {
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(List.of(31, 1, 16)));

        assertThat(chunks.pieces(10))
                .containsExactly(
                        new Piece(0, 0, 1, Segment.Kind.WEIGHT),
                        new Piece(1, 1, 2, Segment.Kind.STATISTIC),
                        new Piece(2, 2, 3, Segment.Kind.WEIGHT));
    }

    @Test
    void aVectorShorterThanTheAimHasAChunkForEachValue() {
        assertThat(new ChunkPlan(Layouts.ofLengths(List.of(5))).chunkCount()).isEqualTo(5);
    }

    @Test
    void theGreatestVectorIsCutWithoutOverflow() {
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(List.of(ParameterLayout.LENGTH_MAX)));

        int last = chunks.chunkCount() - 1;
        assertThat((long) chunks.offset(last) + chunks.length(last)).isEqualTo(ParameterLayout.LENGTH_MAX);
        assertThat(Math.multiplyExact(chunks.offset(last) + chunks.length(last), Float.BYTES))
                .isPositive();
    }
}
