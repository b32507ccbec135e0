package org.noisescale.driver.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.noisescale.driver.results.NoiseBudget;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;

/**
 * Looks at all gradients under way at one version. With g_w of worker w's b examples at the parameters that it read,
 * and δ_w what it differs by from the gradient of the same examples at the present ones,
 *
 * <pre>
 *     spread      b Σ |g_w − ḡ|² / (W − 1)
 *     staleness   b Σ |δ_w − δ̄|² / (W − 1)
 *     sampling    the mean over w of |g_first − g_second|² / (1/b_first + 1/b_second), of the halves of its batch
 * </pre>
 *
 * <p>Where examples add noise that does not depend on the parameters, the spread is the sum of the other two in the
 * mean. Nothing of the run is changed. Cost: two gradients of each worker, and two vectors of doubles.
 */
final class StalenessProbe {
    private final SimulationPlan plan;
    private final Gradients gradients;
    private final List<Segment> trainable;
    private final float[] sum;
    private final double[] first;
    private final double[] second;
    private final double[] present;
    private final Spread read;
    private final Spread stale;
    private final List<NoiseBudget> budgets = new ArrayList<>();

    StalenessProbe(SimulationPlan plan, Gradients gradients, ParameterLayout layout) {
        this.plan = plan;
        this.gradients = gradients;
        trainable = layout.segments().stream()
                .filter(segment -> segment.kind().isTrainable())
                .toList();
        int length = plan.observation().every() > 0 ? layout.length() : 0;
        sum = new float[length];
        first = new double[length];
        second = new double[length];
        present = new double[length];
        read = new Spread(length);
        stale = new Spread(length);
    }

    /** The squared norm of each of some vectors, and of their sum. */
    private final class Spread {
        private final double[] total;
        private double squares;

        Spread(int length) {
            total = new double[length];
        }

        void clear() {
            Arrays.fill(total, 0);
            squares = 0;
        }

        void add(double[] vector) {
            squares += squaredNorm(vector);
            for (int i = 0; i < total.length; i++) {
                total[i] += vector[i];
            }
        }

        /** Σ |v − v̄|² / (n − 1). */
        double variance(int count) {
            return (squares - squaredNorm(total) / count) / (count - 1);
        }
    }

    private double squaredNorm(double[] vector) {
        double squares = 0;
        for (Segment segment : trainable) {
            for (int i = segment.offset(); i < segment.end(); i++) {
                squares += vector[i] * vector[i];
            }
        }
        return squares;
    }

    /** What was found, in order. */
    List<NoiseBudget> budgets() {
        return List.copyOf(budgets);
    }

    /**
     * Looks at the workers, if it is time.
     *
     * @param workers who compute
     * @param held what each of them has read
     * @param turns how often each of them was let go
     */
    void look(long version, float[] now, int[] workers, IntFunction<float[]> held, long[] turns) {
        int every = plan.observation().every();
        if (every == 0 || version % every != 0 || workers.length < 2) {
            return;
        }
        read.clear();
        stale.clear();
        double sampling = 0;
        double examples = 0;
        for (int worker : workers) {
            gradients.place(held.apply(worker));
            double[] counts = halves(worker, turns[worker] - 1);
            sampling += halfDifference(counts) / workers.length;
            examples += (counts[0] + counts[1]) / workers.length;
            addStaleness(worker, turns[worker] - 1, now, counts[0] + counts[1]);
        }
        budgets.add(new NoiseBudget(
                version,
                workers.length,
                examples * read.variance(workers.length),
                sampling,
                examples * stale.variance(workers.length),
                squaredNorm(stale.total) / workers.length / workers.length));
    }

    /** Takes the gradient whose sum is in {@code first}, and its difference to that at the present parameters. */
    private void addStaleness(int worker, long turn, float[] now, double count) {
        gradients.place(now);
        addHalves(worker, turn, present, present);
        for (int i = 0; i < first.length; i++) {
            first[i] /= count;
        }
        read.add(first);
        for (int i = 0; i < first.length; i++) {
            first[i] -= present[i] / count;
        }
        stale.add(first);
    }

    /**
     * The sums over both halves of a worker's batch, in {@code first} and {@code second}; answers with their examples.
     */
    private double[] halves(int worker, long turn) {
        Arrays.fill(second, 0);
        return addHalves(worker, turn, first, second);
    }

    /** Adds up both halves, which may go to the same place; answers with their examples. */
    private double[] addHalves(int worker, long turn, double[] lower, double[] upper) {
        Arrays.fill(lower, 0);
        double[] counts = new double[2];
        int each = plan.virtualWorkersEach();
        for (int i = 0; i < each; i++) {
            int virtualWorker = worker * each + i;
            gradients.sumInto(sum, turn, virtualWorker);
            int half = i < each / 2 ? 0 : 1;
            double[] target = half == 0 ? lower : upper;
            counts[half] += gradients.examples(virtualWorker);
            for (int k = 0; k < sum.length; k++) {
                target[k] += sum[k];
            }
        }
        return counts;
    }

    /** |g_first − g_second|² / (1/b_first + 1/b_second); puts the sum of both into {@code first}. */
    private double halfDifference(double[] counts) {
        double squares = 0;
        for (Segment segment : trainable) {
            for (int i = segment.offset(); i < segment.end(); i++) {
                double difference = first[i] / counts[0] - second[i] / counts[1];
                squares += difference * difference;
            }
        }
        for (int i = 0; i < first.length; i++) {
            first[i] += second[i];
        }
        return squares / (1 / counts[0] + 1 / counts[1]);
    }
}
