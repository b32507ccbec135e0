package org.noisescale.parameterserver.service;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.UpdateFigures;
import org.noisescale.parameterserver.protocol.PieceMeasurement;

/**
 * Collects what shards and workers report about one step, each figure once. Everything is added in the order of pieces
 * and of virtual workers, not of arrival, so that the figures have the same bits for any number of shards and workers.
 */
final class StepCollection {
    private final ChunkPlan chunks;
    private final PieceMeasurement[] measured;
    private final double[] lossSums;
    private final BitSet pieces = new BitSet();
    private final BitSet losses = new BitSet();
    private long examples;
    private long lossExamples;
    private int missing;

    StepCollection(ChunkPlan chunks, int gradients) {
        this.chunks = chunks;
        measured = new PieceMeasurement[chunks.pieceCount()];
        lossSums = new double[gradients];
        missing = measured.length + lossSums.length;
    }

    void examples(long count) {
        examples = count;
    }

    void piece(int piece, PieceMeasurement measurement) {
        if (piece < 0 || piece >= measured.length || pieces.get(piece)) {
            return;
        }
        pieces.set(piece);
        missing--;
        measured[piece] = measurement;
    }

    void loss(int virtualWorker, long count, double lossSum) {
        if (virtualWorker < 0 || virtualWorker >= lossSums.length || losses.get(virtualWorker)) {
            return;
        }
        losses.set(virtualWorker);
        missing--;
        lossExamples += count;
        lossSums[virtualWorker] = lossSum;
    }

    boolean isComplete() {
        return missing == 0;
    }

    StepReport report(long step, double learningRate, NoiseMeter meter) {
        SpreadSums sums =
                SpreadSums.of(chunks, measured, PieceMeasurement::weightedSquaredNorm, PieceMeasurement::squaredNorm);
        int segmentCount = chunks.layout().segments().size();
        return new StepReport(
                step + 1,
                examples,
                meanLoss(),
                learningRate,
                sums.total(meter, examples),
                sums.segments(meter, examples),
                Optional.empty(),
                updateFigures(),
                segmentUpdates(segmentCount));
    }

    /**
     * The same where virtual workers depend on each other, in so many groups that do not. Of a single one it takes the
     * step and a probe, another whole batch.
     */
    StepReport reportOfGroups(long step, double learningRate, NoiseMeter meter, int groups) {
        StepReport biased = report(step, learningRate, meter);
        SpreadSums sums = SpreadSums.of(
                chunks, measured, PieceMeasurement::independentWeighted, PieceMeasurement::independentSquared);
        boolean several = groups > 1;
        NoiseMeter valid = meter.over(several ? groups : 2);
        long count = several ? examples : 2 * examples;
        return new StepReport(
                biased.step(),
                examples,
                biased.loss(),
                learningRate,
                sums.total(valid, count),
                sums.segments(valid, count),
                Optional.of(biased.total()),
                biased.update(),
                biased.segmentUpdates());
    }

    /** Over all pieces, statistics included. */
    double weightedSquaredNorm() {
        double sum = 0;
        for (PieceMeasurement piece : measured) {
            sum += piece.weightedSquaredNorm();
        }
        return sum;
    }

    /** Likewise. */
    double squaredNorm() {
        double sum = 0;
        for (PieceMeasurement piece : measured) {
            sum += piece.squaredNorm();
        }
        return sum;
    }

    /** Statistics count 0. */
    private UpdateFigures updateFigures() {
        double product = 0;
        double update = 0;
        double parameters = 0;
        for (PieceMeasurement piece : measured) {
            product += piece.updateProduct();
            update += piece.updateSquaredNorm();
            parameters += piece.parameterSquaredNorm();
        }
        return new UpdateFigures(product, update, parameters);
    }

    private List<UpdateFigures> segmentUpdates(int segmentCount) {
        double[] product = new double[segmentCount];
        double[] update = new double[segmentCount];
        double[] parameters = new double[segmentCount];
        for (int i = 0; i < measured.length; i++) {
            int segment = chunks.pieces().get(i).segment();
            product[segment] += measured[i].updateProduct();
            update[segment] += measured[i].updateSquaredNorm();
            parameters[segment] += measured[i].parameterSquaredNorm();
        }
        return IntStream.range(0, segmentCount)
                .mapToObj(segment -> new UpdateFigures(product[segment], update[segment], parameters[segment]))
                .toList();
    }

    private double meanLoss() {
        double sum = 0;
        for (double part : lossSums) {
            sum += part;
        }
        return sum / lossExamples;
    }
}
