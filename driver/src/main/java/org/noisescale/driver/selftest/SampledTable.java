package org.noisescale.driver.selftest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.PopulationNoise;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The noise meter on batches of one row for each virtual worker. A run deals the table to them once and then draws;
 * over all ways to deal and to draw the readings have the table's own tr Σ and |G|² for their mean. How far the average
 * of one run scatters about it is found by dealing and drawing 100 times here, from the rows' gradients and the
 * definition of the meter.
 *
 * @param withReplacement whether a virtual worker may draw the same row twice in an epoch
 */
record SampledTable(boolean withReplacement) implements Problem {
    private static final int VIRTUAL_WORKERS = 24;
    private static final int ROWS = Table.TRAINING / VIRTUAL_WORKERS;
    private static final int STEPS = 100;
    private static final int SIMULATIONS = 100;

    @Override
    public String name() {
        return withReplacement ? "meter-replacement" : "meter-no-replacement";
    }

    @Override
    public String study(Path folder) throws IOException {
        String sampling = withReplacement ? "with-replacement" : "without-replacement";
        return Table.study(folder) + """
                training:
                  {workers: 2, virtualWorkers: %d, batchSize: %d, sampling: %s, steps: %d, %s, evaluateEvery: 0}
                """.formatted(VIRTUAL_WORKERS, VIRTUAL_WORKERS, sampling, STEPS, Table.seeds());
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        List<List<Double>> gradients = Table.gradients();
        PopulationNoise truth = PopulationNoise.of(gradients);
        Random random = new Random(1);
        List<PopulationNoise> simulated = IntStream.range(0, SIMULATIONS)
                .mapToObj(run -> simulate(gradients, random))
                .toList();
        RunResult run = results.runs().get(0);
        return List.of(
                Finding.scattering(
                        "tr Σ",
                        truth.trace(),
                        average(run.series("noise_trace")),
                        deviation(simulated.stream().mapToDouble(PopulationNoise::trace))),
                Finding.scattering(
                        "|G|²",
                        truth.gradientNormSquared(),
                        average(run.series("gradient_norm_squared")),
                        deviation(simulated.stream().mapToDouble(PopulationNoise::gradientNormSquared))));
    }

    private static double average(double[] readings) {
        return DoubleStream.of(readings).average().orElse(Double.NaN);
    }

    private static double deviation(DoubleStream values) {
        return MeanEstimate.of(values.toArray()).standardError() * Math.sqrt(SIMULATIONS);
    }

    /** The averages of a run of its own: deals, then draws for every step. */
    PopulationNoise simulate(List<List<Double>> gradients, Random random) {
        List<List<Double>> dealt = new ArrayList<>(gradients);
        Collections.shuffle(dealt, random);
        double trace = 0;
        double norm = 0;
        for (int step = 0; step < STEPS; step++) {
            if (step % ROWS == 0) {
                shuffleHands(dealt, random);
            }
            PopulationNoise batch = PopulationNoise.of(draw(dealt, step % ROWS, random));
            trace += batch.trace() / STEPS;
            norm += unbiased(batch) / STEPS;
        }
        return new PopulationNoise(trace, norm);
    }

    /** Each virtual worker's rows in a new order. */
    private static void shuffleHands(List<List<Double>> dealt, Random random) {
        for (int hand = 0; hand < VIRTUAL_WORKERS; hand++) {
            Collections.shuffle(dealt.subList(hand * ROWS, (hand + 1) * ROWS), random);
        }
    }

    private List<List<Double>> draw(List<List<Double>> dealt, int turn, Random random) {
        return IntStream.range(0, VIRTUAL_WORKERS)
                .mapToObj(hand -> dealt.get(hand * ROWS + (withReplacement ? random.nextInt(ROWS) : turn)))
                .toList();
    }

    /** |ḡ|² − S/B + S/N. */
    private static double unbiased(PopulationNoise batch) {
        return batch.gradientNormSquared() - batch.trace() * (1.0 / VIRTUAL_WORKERS - 1.0 / Table.TRAINING);
    }
}
