package org.noisescale.driver.report;

import java.util.List;
import java.util.Optional;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.NoisyQuadraticTheory;

/**
 * The measured losses of one group of runs on the noisy quadratic, a series a seed, with what theory says; index t
 * means after t updates.
 */
record QuadraticSeries(RunGroup group, List<double[]> losses, List<NoisyQuadraticTheory.LossMoments> theory) {

    /** The series of a group; empty where no closed form exists or no loss was recorded. */
    static Optional<QuadraticSeries> find(RunGroup group) {
        List<double[]> losses = group.series("loss");
        int length = losses.stream().mapToInt(series -> series.length).min().orElse(0);
        boolean recorded = length > 0 && losses.stream().noneMatch(series -> Double.isNaN(series[0]));
        return recorded
                ? theory(group).map(theory -> new QuadraticSeries(group, losses, theory.trajectory(length - 1)))
                : Optional.empty();
    }

    /** How many steps every seed has. */
    int length() {
        return theory.size();
    }

    /** Measurement and theory after {@code updates} updates. */
    Check check(int updates) {
        double[] values = losses.stream().mapToDouble(series -> series[updates]).toArray();
        NoisyQuadraticTheory.LossMoments truth = theory.get(updates);
        return new Check(
                group.label(),
                updates,
                truth.mean(),
                MeanEstimate.of(values).mean(),
                Math.sqrt(truth.variance() / values.length));
    }

    private static Optional<NoisyQuadraticTheory> theory(RunGroup group) {
        return group.findQuadratic()
                .flatMap(model -> group.findConfiguration()
                        .filter(configuration -> configuration
                                .training()
                                .cluster()
                                .synchronization()
                                .isBulkSynchronous())
                        .flatMap(configuration -> HeavyBall.find(configuration.optimizer()))
                        .map(ball -> new NoisyQuadraticTheory(
                                model.curvatures(),
                                model.noiseVariances(),
                                model.initialParameters(),
                                ball.learningRate(),
                                ball.momentum(),
                                group.batchSize())));
    }

    /** One comparison: the standard error is the theory's, for the mean over these seeds. */
    record Check(String label, int updates, double truth, double measured, double standardError) {
        /** (measured − truth) / standard error. */
        double z() {
            return (measured - truth) / standardError;
        }
    }
}
