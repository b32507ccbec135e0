package org.noisescale.parameterserver.shard;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.noise.SquaredNorm;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.optimizer.SegmentNorms;

/**
 * How far a shard is between the stages of a step. A chunk passes the first stage when its gradients are there. Each
 * later one opens for all chunks of the shard, in their order, when the figures of every piece of the vector are there:
 * the shard's own, which are complete when all its chunks have passed the stage before, and those of the others.
 */
final class StageSequence {
    private final ShardDivision division;
    private final int shard;
    private final OptimizerChain optimizer;
    private final StageFigures[] figures;
    private final SegmentNorms norms;
    private final double[] factors;
    private final SquaredNorm norm = new SquaredNorm();
    private final int chunkCount;
    private int open;
    private int passed;
    private long measured;

    StageSequence(ShardPlan plan, OptimizerChain optimizer) {
        this.optimizer = optimizer;
        division = plan.division();
        shard = plan.shard();
        chunkCount = plan.range().count();
        figures = new StageFigures[optimizer.stageCount() - 1];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = new StageFigures(plan.chunks().pieceCount());
        }
        int segmentCount = plan.chunks().layout().segments().size();
        norms = new SegmentNorms(segmentCount);
        factors = new double[segmentCount];
    }

    /** How many stages a step has. */
    int count() {
        return figures.length + 1;
    }

    /** The stage that is open; 0 while gradients are awaited. */
    int open() {
        return open;
    }

    /** Whether the open stage is the last one. */
    boolean isLast() {
        return open == figures.length;
    }

    /** Whether a chunk can pass the open stage without anything else having to arrive. */
    boolean canPass() {
        return open > 0 && passed < chunkCount;
    }

    /** The next chunk to pass a stage other than the first, counted from the shard's first. */
    int next() {
        return passed;
    }

    /** The factor of each segment in the open stage. */
    double[] factors() {
        return factors;
    }

    /** What is needed to begin a stage. */
    StageFigures figures(int stage) {
        return figures[stage - 1];
    }

    /** Takes the shard's own figures for the next stage, of a chunk that the open one has left its update in. */
    void measure(int chunk, ChunkSum update, StepMeasurement measurement) {
        StageFigures next = figures(open + 1);
        int first = division.chunks().firstPiece(chunk);
        List<Piece> pieces = division.chunks().pieces(chunk);
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            norm.clear();
            if (piece.kind().isTrainable()) {
                norm.add(update.values(), piece.from(), piece.to());
            }
            next.add(first + i, norm.value(), measurement.parameterSquaredNorm(first + i - measurement.firstPiece()));
        }
    }

    /** Whether another shard may tell these figures, at the right time. */
    boolean allows(Figures told) {
        return told.shard() != shard
                && told.stage() > 0
                && told.stage() < count()
                && division.owns(told.shard(), told.firstPiece(), told.count());
    }

    /** Takes the figures of another shard; false if all of them were there already. */
    boolean take(Figures told) {
        boolean fresh = false;
        StageFigures awaited = figures(told.stage());
        for (int i = 0; i < told.count(); i++) {
            fresh |= awaited.add(told.firstPiece() + i, told.updateSquaredNorm(i), told.parameterSquaredNorm(i));
        }
        openNext();
        return fresh;
    }

    /** A chunk has passed the open stage, with its figures for the next one taken; the last may begin another step. */
    void pass() {
        passed++;
        if (passed < chunkCount) {
            return;
        }
        if (isLast()) {
            open = 0;
            passed = 0;
            for (StageFigures done : figures) {
                done.restart();
            }
        } else {
            measured++;
            openNext();
        }
    }

    /** Opens the next stage if everything for it is there. */
    private void openNext() {
        if (passed < chunkCount || isLast() || !figures(open + 1).isComplete()) {
            return;
        }
        open++;
        passed = 0;
        norms.clear();
        figures(open).addInto(norms, division.chunks());
        for (int segment = 0; segment < factors.length; segment++) {
            factors[segment] = optimizer.stage(segment, open).factor(norms);
        }
    }

    /** Begins after so many steps. */
    void restore(long steps) {
        measured = steps * figures.length;
    }

    /** For how many stages of all steps so far the shard's own figures have been taken. */
    long measured() {
        return measured;
    }

    /** The shards whose figures are awaited, now that the own ones are there. */
    SortedSet<Integer> missingShards() {
        SortedSet<Integer> missing = new TreeSet<>();
        if (passed < chunkCount || isLast()) {
            return missing;
        }
        for (int other = 0; other < division.shards(); other++) {
            for (int piece = division.firstPiece(other); piece < division.endPiece(other); piece++) {
                if (other != shard && !figures(open + 1).has(piece)) {
                    missing.add(other);
                }
            }
        }
        return missing;
    }
}
