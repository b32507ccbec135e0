package org.noisescale.driver.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.noisescale.driver.analysis.RatioEstimate;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.DataPlan;

/**
 * The runs of one study that differ in nothing but the seed. {@code label} names them among all groups, {@code family}
 * leaves out the key that stands on the x axis.
 */
record RunGroup(
        String label,
        String family,
        Page.Look look,
        StudyResults study,
        Map<String, String> swept,
        List<RunResult> runs) {

    /** Whether the label tells this group from others. */
    boolean isNamed() {
        return !label.equals(Comparison.ALL_RUNS);
    }

    /** The value of a key, the same in all runs of the group. */
    Optional<String> findSetting(String key) {
        return study.findSetting(runs.get(0), key);
    }

    /** The value of a key as a number; NaN if it is none. */
    double number(String key) {
        try {
            return findSetting(key).map(Double::parseDouble).orElse(Double.NaN);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The global batch B, in examples. */
    double batchSize() {
        return number(Comparison.BATCH_SIZE);
    }

    /** The noisy quadratic that the runs train; empty for other data. */
    Optional<DataPlan.Quadratic> findQuadratic() {
        if (findSetting("data.source").filter("quadratic"::equals).isEmpty()) {
            return Optional.empty();
        }
        return findConfiguration()
                .map(Configuration::data)
                .filter(DataPlan.Quadratic.class::isInstance)
                .map(DataPlan.Quadratic.class::cast);
    }

    /** How many examples share statistics of BatchNormalization, in the mean; NaN if none do. */
    double examplesOfStatistics() {
        return findConfiguration()
                .map(found -> found.model().batchNorm().examples(found.training()))
                .orElse(Double.NaN);
    }

    /** Everything that determines the runs but their seeds. */
    Optional<Configuration> findConfiguration() {
        return study.study().findConfiguration(runs.get(0).swept());
    }

    /** tr Σ = Σc of the noisy quadratic, which does not depend on the parameters; empty for other data. */
    OptionalDouble exactTrace() {
        return findQuadratic()
                .map(model -> OptionalDouble.of(model.noiseVariances().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum()))
                .orElse(OptionalDouble.empty());
    }

    /** A step series of each run. */
    List<double[]> series(String column) {
        return runs.stream().map(run -> run.series(column)).toList();
    }

    /** A figure of the curvature of each run that measured it, a value a version; as many values in all. */
    List<double[]> curvatureSeries(String column) {
        return runs.stream()
                .flatMap(run -> run.curvature().stream())
                .filter(table -> table.rowCount() > 0)
                .map(table -> table.numbers(column))
                .toList();
    }

    /** The noise scale of each run, from its step series. */
    List<RatioEstimate> noiseScales() {
        return runs.stream().map(RunGroup::noiseScale).toList();
    }

    private static RatioEstimate noiseScale(RunResult run) {
        return RatioEstimate.ofSeries(run.series("noise_trace"), run.series("gradient_norm_squared"));
    }
}
