package org.noisescale.parameterserver.service;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.protocol.PieceMeasurement;

/**
 * What a meter reads a step from, for each trainable segment and for all of them: Σₖ |sₖ|²/bₖ and |Σₖ sₖ|² of some sums
 * sₖ over bₖ examples. Pieces are added in their order, so that the figures have the same bits for any number of
 * shards.
 */
final class SpreadSums {
    private static final NoiseReading NOTHING = new NoiseReading(Double.NaN, Double.NaN);

    private final List<Segment> segments;
    private final double[] weighted;
    private final double[] squared;
    private double allWeighted;
    private double allSquared;

    private SpreadSums(List<Segment> segments) {
        this.segments = segments;
        weighted = new double[segments.size()];
        squared = new double[segments.size()];
    }

    /** Of some of the figures of all pieces. */
    static SpreadSums of(
            ChunkPlan chunks,
            PieceMeasurement[] measured,
            ToDoubleFunction<PieceMeasurement> weightedSquaredNorm,
            ToDoubleFunction<PieceMeasurement> squaredNorm) {
        SpreadSums sums = new SpreadSums(chunks.layout().segments());
        for (int i = 0; i < measured.length; i++) {
            Piece piece = chunks.pieces().get(i);
            if (piece.kind().isTrainable()) {
                sums.add(
                        piece.segment(),
                        weightedSquaredNorm.applyAsDouble(measured[i]),
                        squaredNorm.applyAsDouble(measured[i]));
            }
        }
        return sums;
    }

    private void add(int segment, double weightedSquaredNorm, double squaredNorm) {
        weighted[segment] += weightedSquaredNorm;
        squared[segment] += squaredNorm;
        allWeighted += weightedSquaredNorm;
        allSquared += squaredNorm;
    }

    /** The reading over all trainable segments, of sums over so many examples together. */
    NoiseReading total(NoiseMeter meter, long examples) {
        return meter.read(allWeighted, allSquared, examples);
    }

    /** The reading for each segment; NaN for statistics. */
    List<NoiseReading> segments(NoiseMeter meter, long examples) {
        return IntStream.range(0, segments.size())
                .mapToObj(segment -> segments.get(segment).kind().isTrainable()
                        ? meter.read(weighted[segment], squared[segment], examples)
                        : NOTHING)
                .toList();
    }
}
