package org.noisescale.parameterserver.service;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.noise.NoiseReading;

/**
 * Collects what shards and workers report about one step, each figure once. Everything is added in the order of pieces
 * and of virtual workers, not of arrival, so that the figures have the same bits for any number of shards and workers.
 */
final class StepCollection {
    private final ChunkPlan chunks;
    private final double[] weightedSquaredNorms;
    private final double[] squaredNorms;
    private final double[] lossSums;
    private final BitSet pieces = new BitSet();
    private final BitSet losses = new BitSet();
    private long examples;
    private long lossExamples;
    private int missing;

    StepCollection(ChunkPlan chunks, int virtualWorkers) {
        this.chunks = chunks;
        weightedSquaredNorms = new double[chunks.pieceCount()];
        squaredNorms = new double[chunks.pieceCount()];
        lossSums = new double[virtualWorkers];
        missing = squaredNorms.length + lossSums.length;
    }

    void examples(long count) {
        examples = count;
    }

    void piece(int piece, double weightedSquaredNorm, double squaredNorm) {
        if (piece < 0 || piece >= squaredNorms.length || pieces.get(piece)) {
            return;
        }
        pieces.set(piece);
        missing--;
        weightedSquaredNorms[piece] = weightedSquaredNorm;
        squaredNorms[piece] = squaredNorm;
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
        int segmentCount = chunks.layout().segments().size();
        double[] weighted = new double[segmentCount];
        double[] squared = new double[segmentCount];
        double allWeighted = 0;
        double allSquared = 0;
        for (int i = 0; i < squaredNorms.length; i++) {
            Piece piece = chunks.pieces().get(i);
            if (piece.kind().isTrainable()) {
                weighted[piece.segment()] += weightedSquaredNorms[i];
                squared[piece.segment()] += squaredNorms[i];
                allWeighted += weightedSquaredNorms[i];
                allSquared += squaredNorms[i];
            }
        }
        List<NoiseReading> segments = IntStream.range(0, segmentCount)
                .mapToObj(segment -> readSegment(meter, segment, weighted, squared))
                .toList();
        NoiseReading total = meter.read(allWeighted, allSquared, examples);
        return new StepReport(step + 1, examples, meanLoss(), learningRate, total, segments);
    }

    private NoiseReading readSegment(NoiseMeter meter, int segment, double[] weighted, double[] squared) {
        return chunks.layout().segments().get(segment).kind().isTrainable()
                ? meter.read(weighted[segment], squared[segment], examples)
                : new NoiseReading(Double.NaN, Double.NaN);
    }

    private double meanLoss() {
        double sum = 0;
        for (double part : lossSums) {
            sum += part;
        }
        return sum / lossExamples;
    }
}
