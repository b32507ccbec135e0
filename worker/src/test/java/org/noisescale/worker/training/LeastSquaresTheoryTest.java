package org.noisescale.worker.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.gradient.LeastSquaresPlan;

/**
 * SGD on streaming least squares through DL4J's output layer, Aeron and the server settles where theory says: at an
 * excess mean squared error of s²κ/(1 − κ), κ = (η/B) Σ hᵢ/(2 − ηhᵢ(1 + 1/B)). The figures are not from our code.
 */
class LeastSquaresTheoryTest {
    private static final List<Double> SPECTRUM = List.of(2.0, 1.5, 1.0, 1.0, 0.5, 0.5, 0.25, 0.25);
    private static final double LABEL_NOISE = 0.5;
    private static final double LEARNING_RATE = 0.05;
    private static final int STEPS = 8_000;
    private static final int EVALUATE_EVERY = 5;
    /** In steps; the slowest direction forgets with e^(−2ηh) = e^(−1/40) a step. */
    private static final int BLOCK = 400;

    /** The standard error comes from the scatter of blocks of ten times the slowest memory, without the first. */
    @ParameterizedTest
    @CsvSource({"1, 1, 0.115027", "4, 2, 0.0238737"})
    void settlesAtTheExcessThatTheoryStates(int batchSize, int workers, double truth) throws InterruptedException {
        List<Double> ones = Collections.nCopies(8, 1.0);
        LeastSquaresPlan plan = new LeastSquaresPlan(SPECTRUM, LABEL_NOISE, ones, ones, 29);
        LocalRun.Division division = new LocalRun.Division(workers, 1, new BatchShares(batchSize, workers));

        LocalRun run = LocalRun.of(
                plan,
                OptimizerPlan.of(new UpdateRule.Sgd(), LEARNING_RATE),
                division,
                new LocalRun.Length(STEPS, EVALUATE_EVERY),
                List.of(),
                List.of());

        List<Double> blocks = blockMeans(run.evaluations());
        double mean = blocks.stream().mapToDouble(block -> block).average().orElseThrow();
        double variance = blocks.stream()
                        .mapToDouble(block -> (block - mean) * (block - mean))
                        .sum()
                / (blocks.size() - 1);
        double standardError = Math.sqrt(variance / blocks.size());
        assertThat(standardError / truth).as("relative standard error").isLessThan(0.05);
        assertThat((mean - truth) / standardError).as("z, measured %s", mean).isBetween(-4.0, 4.0);
    }

    /** An evaluation is half the excess mean squared error. */
    private static List<Double> blockMeans(List<EvaluationSum> evaluations) {
        int length = BLOCK / EVALUATE_EVERY;
        List<Double> means = new ArrayList<>();
        for (int first = length; first + length <= evaluations.size(); first += length) {
            means.add(evaluations.subList(first, first + length).stream()
                    .mapToDouble(sum -> 2 * sum.lossSum() / sum.examples())
                    .average()
                    .orElseThrow());
        }
        return means;
    }
}
