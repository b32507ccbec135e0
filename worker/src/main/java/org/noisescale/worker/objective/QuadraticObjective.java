package org.noisescale.worker.objective;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.EpochAuditReport;

/**
 * The noisy quadratic model of one worker. The noise of a slice of b examples is drawn at once, √(b cᵢ) ξ, which has
 * the distribution of the sum of b draws. Losses are the exact L(θ), without noise.
 */
final class QuadraticObjective implements Objective {
    private static final long NOISE = 2;

    private final double[] curvatures;
    private final double[] noiseDeviations;
    private final BatchShares shares;
    private final long noiseKey;
    private final ByteBuffer parameters;
    private final ByteBuffer gradient;
    private final FloatBuffer theta;
    private final FloatBuffer sum;

    QuadraticObjective(QuadraticPlan plan, BatchShares shares) {
        this.shares = shares;
        curvatures = toArray(plan.curvatures());
        noiseDeviations = toArray(plan.noiseVariances());
        for (int i = 0; i < noiseDeviations.length; i++) {
            noiseDeviations[i] = Math.sqrt(noiseDeviations[i]);
        }
        noiseKey = CounterRandom.derive(plan.seed(), NOISE);
        parameters = allocate(curvatures.length);
        gradient = allocate(curvatures.length);
        theta = parameters.asFloatBuffer();
        sum = gradient.asFloatBuffer();
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static ByteBuffer allocate(int length) {
        return ByteBuffer.allocateDirect(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public ByteBuffer parameters() {
        return parameters;
    }

    @Override
    public ByteBuffer gradient() {
        return gradient;
    }

    @Override
    public int examples(int virtualWorker) {
        return shares.share(virtualWorker);
    }

    @Override
    public double sumGradient(long step, int virtualWorker) {
        int examples = examples(virtualWorker);
        double noiseScale = Math.sqrt(examples);
        long key = CounterRandom.derive(sliceKey(virtualWorker, examples), step);
        for (int i = 0; i < curvatures.length; i++) {
            double noise = noiseScale * noiseDeviations[i] * CounterRandom.gaussian(key, i);
            sum.put(i, (float) (examples * curvatures[i] * theta.get(i) + noise));
        }
        return examples * loss();
    }

    /** Slices of another size draw other noise, so that runs with several batch sizes are independent. */
    private long sliceKey(int virtualWorker, int examples) {
        return CounterRandom.derive(CounterRandom.derive(noiseKey, examples), virtualWorker);
    }

    private double loss() {
        double total = 0;
        for (int i = 0; i < curvatures.length; i++) {
            double value = theta.get(i);
            total += curvatures[i] * value * value;
        }
        return total / 2;
    }

    @Override
    public EvaluationSum evaluate(int virtualWorker) {
        return new EvaluationSum(1, loss(), EvaluationSum.NO_CLASSES);
    }

    @Override
    public void beginAt(long step) {}

    @Override
    public Optional<EpochAuditReport> audit() {
        return Optional.empty();
    }
}
