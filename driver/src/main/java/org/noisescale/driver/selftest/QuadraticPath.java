package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.noisescale.driver.analysis.GaussianRecursion;
import org.noisescale.driver.analysis.NoisyQuadraticTheory;
import org.noisescale.driver.analysis.NoisyQuadraticTheory.LossMoments;
import org.noisescale.driver.analysis.QuadraticSteadyState;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The expected loss of SGD or the heavy ball on the noisy quadratic, at fixed steps and at rest. Standard errors are
 * those of theory: the loss of a copy has a known variance, and at rest a known autocovariance.
 *
 * @param optimizer a section of the study that says the same as learning rate and momentum
 */
record QuadraticPath(String name, String optimizer, double learningRate, double momentum, int batchSize)
        implements Problem {
    private static final List<Integer> UPDATES = List.of(1, 10, 100);
    private static final int RUNS = 4;
    private static final int REST = 200;
    private static final int STEPS = 400;
    /** Of a double. */
    private static final double UNIT_ROUNDOFF = 0x1p-53;

    @Override
    public String study(Path folder) {
        return HarmonicQuadratic.data() + """
                optimizer: %s
                training: {workers: %d, batchSize: %d, steps: %d, seeds: [1, 2, 3, 4], evaluateEvery: 0}
                """.formatted(optimizer, Math.min(2, batchSize), batchSize, STEPS);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        List<Finding> findings = new ArrayList<>();
        List<LossMoments> theory = theory().trajectory(STEPS);
        double start = theory.get(0).mean();
        findings.add(Finding.exact(
                "loss at the start",
                start,
                HarmonicQuadratic.average(results, "loss", 0),
                HarmonicQuadratic.COPIES * HarmonicQuadratic.SPECTRUM.size() * UNIT_ROUNDOFF * start));
        for (int updates : UPDATES) {
            LossMoments moments = theory.get(updates);
            findings.add(Finding.scattering(
                    "expected loss, update " + updates,
                    moments.mean(),
                    HarmonicQuadratic.average(results, "loss", updates),
                    Math.sqrt(moments.variance() / HarmonicQuadratic.COPIES / RUNS)));
        }
        findings.add(Finding.scattering(
                "steady risk",
                steadyRisk(),
                HarmonicQuadratic.averageFrom(results, "loss", REST),
                Math.sqrt(timeAverageVariance() / HarmonicQuadratic.COPIES / RUNS)));
        return findings;
    }

    private NoisyQuadraticTheory theory() {
        List<Double> spectrum = HarmonicQuadratic.SPECTRUM;
        List<Double> start = Collections.nCopies(spectrum.size(), 1.0);
        return new NoisyQuadraticTheory(spectrum, spectrum, start, learningRate, momentum, batchSize);
    }

    private double steadyRisk() {
        return HarmonicQuadratic.SPECTRUM.stream()
                .mapToDouble(h -> new QuadraticSteadyState(h, h, learningRate, momentum, batchSize).risk())
                .sum();
    }

    private double timeAverageVariance() {
        return HarmonicQuadratic.SPECTRUM.stream()
                .mapToDouble(h -> h
                        * h
                        / 4
                        * GaussianRecursion.ofMomentum(h, h / batchSize, learningRate, momentum)
                                .meanSquareVariance(0, STEPS - REST))
                .sum();
    }
}
