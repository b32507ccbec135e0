package org.noisescale.driver.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisescale.driver.job.RunRevision;
import org.noisescale.driver.job.SilentProgress;
import org.noisescale.driver.job.SparkCluster;
import org.noisescale.driver.job.StopRequest;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/**
 * Would the self-test notice? Each wrong implementation that people have written takes the place of the right one, on
 * the path that the self-test takes, Spark and Aeron included; the problem that it concerns must then be judged missed.
 */
@Timeout(120)
class InjectedFaultsIT {
    private static SparkCluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void connect() throws InterruptedException {
        cluster = SparkCluster.connect(Optional.empty(), 2);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    /** The fault, the problem that must show it, and the quantity in which it does. */
    static Stream<Arguments> faultsOfTheMeter() {
        return Stream.of(
                Arguments.of(
                        "W for W − 1",
                        RuleFault.meter(right -> RuleFault.dividingByTheCount(8)),
                        "meter-equal-shares",
                        "tr Σ"),
                Arguments.of(
                        "one worker as the small batch",
                        RuleFault.objective(
                                ObjectiveFault.Kind.FIRST_NORM_TOLD, right -> new RuleFault.OneWorkerAsSmallBatch(4)),
                        "meter-equal-shares",
                        "sd of tr Σ"),
                Arguments.of(
                        "the formula for equal batches on unequal ones",
                        RuleFault.objective(
                                ObjectiveFault.Kind.SLICES_TAKEN_FOR_EQUAL,
                                right -> RuleFault.pretendingEqualSlices(right, 12 / 8.0)),
                        "meter-unequal-shares",
                        "tr Σ"),
                Arguments.of(
                        "norms after clipping",
                        RuleFault.objective(ObjectiveFault.Kind.CLIPPED_BY_THE_WORKER),
                        "meter-under-clipping",
                        "tr Σ"),
                Arguments.of(
                        "a population taken for a stream",
                        RuleFault.meter(right -> NoiseMeter.ofIndependentDraws(Table.TRAINING)),
                        "meter-whole-table",
                        "|G|²"));
    }

    /** The same of what is done with gradients. */
    static Stream<Arguments> faultsOfTheUpdate() {
        return Stream.of(
                Arguments.of(
                        "the learning rate applied to the sum",
                        optimizer(new UpdateRule.Sgd(), 0.5 * 16),
                        "sgd-batch-16",
                        "expected loss, update 1"),
                Arguments.of(
                        "a gradient of the version before",
                        RuleFault.objective(ObjectiveFault.Kind.STALE_BY_ONE),
                        "sgd-batch-16",
                        "expected loss, update 10"),
                Arguments.of(
                        "the heavy ball taken for an average of gradients",
                        optimizer(new UpdateRule.Momentum(0.9, UpdateRule.MomentumForm.AVERAGE), 0.05),
                        "momentum-batch-1",
                        "expected loss, update 10"),
                Arguments.of(
                        "moments from zero without correction",
                        optimizer(new UpdateRule.Adam(0.9, 0.95, 1e-20, UpdateRule.AdamForm.NO_BIAS_CORRECTION), 0.1),
                        "adam-first-step",
                        "loss after/before"),
                Arguments.of(
                        "an average from zero without correction",
                        RuleFault.objective(ObjectiveFault.Kind.AVERAGE_FROM_ZERO),
                        "averaged-sgd",
                        "expected loss, update 10"));
    }

    private static RunRevision optimizer(UpdateRule rule, double learningRate) {
        return RuleFault.optimizer(OptimizerPlan.of(rule, learningRate));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"faultsOfTheMeter", "faultsOfTheUpdate"})
    void aFaultIsNoticed(String fault, RunRevision revision, String problem, String quantity)
            throws IOException, InterruptedException {
        List<Finding> findings = findings(problem, revision);

        assertThat(findings)
                .filteredOn(finding -> finding.quantity().equals(quantity))
                .singleElement()
                .satisfies(finding -> assertThat(finding.isMissed())
                        .as("%s notices %s", finding, fault)
                        .isTrue());
    }

    /** What the faults are injected into changes nothing by itself. */
    @Test
    void theSeamItselfIsNotNoticed() throws IOException, InterruptedException {
        ObjectiveFault.FIRST_SQUARED_NORMS.clear();

        List<Finding> findings =
                findings("meter-equal-shares", RuleFault.objective(ObjectiveFault.Kind.FIRST_NORM_TOLD));

        assertThat(findings).isNotEmpty().noneMatch(Finding::isMissed);
        assertThat(ObjectiveFault.FIRST_SQUARED_NORMS).hasSizeGreaterThan(100);
    }

    private List<Finding> findings(String name, RunRevision revision) throws IOException, InterruptedException {
        Problem problem = Problems.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new SelfTest(folder, new SilentProgress(), new StopRequest(), revision).examine(problem, cluster);
    }
}
