package org.noisescale.driver.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.results.StalenessReport;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.StudyReader;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.checkpoint.ArrivalFile;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.objective.QuadraticPlan;
import org.noisescale.worker.objective.WorkerShare;

/** Simulated runs of a quadratic without noise, held against the rule's recursion in double, arrival by arrival. */
final class SimulationTest {
    private static final double CURVATURE = 0.5;
    private static final double RATE = 0.3;
    private static final double A = CURVATURE * RATE;
    private static final double ROUNDING = 1e-4;

    @Test
    void anAsynchronousUpdateTakesTheGradientAtWhatItsWorkerHadRead() {
        SimulatedRun run = run("workers: 4, batchSize: 4, synchronization: async");

        assertThat(run.parameters()[0]).isCloseTo((float) asynchronous(run, 4, 1, false), within(0.00001f));
        assertThat(run.staleness().sum() + run.staleness().inFlight()).isEqualTo(60 * 3);
    }

    @Test
    void withTheConventionOfTheSumAllWorkersTogetherMoveAsFarAsOneBatch() {
        SimulatedRun run = run("workers: 4, batchSize: 8, synchronization: {rule: async, convention: sum}");

        assertThat(run.parameters()[0]).isCloseTo((float) asynchronous(run, 4, 0.25, false), within(0.00001f));
    }

    @Test
    void aStalenessAwareRateIsDividedByTheStaleness() {
        SimulatedRun run = run("workers: 4, batchSize: 4, synchronization: {rule: async, stalenessAware: true}");

        assertThat(run.parameters()[0]).isCloseTo((float) asynchronous(run, 4, 1, true), within(0.00001f));
    }

    /** Runs the log of arrivals again, with nothing but the definition. */
    private static double asynchronous(SimulatedRun run, int workers, double factor, boolean aware) {
        double[] read = new double[workers];
        Arrays.fill(read, 1);
        double[] theta = {1};
        ArrivalLog.read(run.arrivals().log(), (worker, staleness, admitted, timeNs) -> {
            double rate = factor / (aware ? Math.max(1, staleness) : 1);
            theta[0] -= rate * A * read[worker];
            read[worker] = theta[0];
        });
        return theta[0];
    }

    /** On one curvature h: g + λ g² (θ − θ_read). */
    @Test
    void delayCompensationAddsWhatTheCurvatureOfTheGradientSays() {
        SimulatedRun run = run("workers: 4, batchSize: 8, synchronization: {rule: async, delayCompensation: 0.7}");
        double[] read = {1, 1, 1, 1};
        double[] theta = {1};

        ArrivalLog.read(run.arrivals().log(), (worker, staleness, admitted, timeNs) -> {
            double gradient = CURVATURE * read[worker];
            theta[0] -= RATE * (gradient + 0.7 * gradient * gradient * (theta[0] - read[worker]));
            read[worker] = theta[0];
        });

        assertThat(run.parameters()[0]).isCloseTo((float) theta[0], within(0.00001f));
    }

    @Test
    void kAsyncTakesTheMeanOfWhatItsWorkersHadRead() {
        SimulatedRun run = run("workers: 4, batchSize: 4, synchronization: {rule: k-async, quorum: 2}");
        double[] read = {1, 1, 1, 1};
        double[] theta = {1};
        List<Integer> round = new ArrayList<>();

        ArrivalLog.read(run.arrivals().log(), (worker, staleness, admitted, timeNs) -> {
            round.add(worker);
            if (round.size() == 2) {
                theta[0] -= A * (read[round.get(0)] + read[round.get(1)]) / 2;
                round.forEach(done -> read[done] = theta[0]);
                round.clear();
            }
        });

        assertThat(run.parameters()[0]).isCloseTo((float) theta[0], within(0.00001f));
    }

    /**
     * Zhang et al. 2016: θ ← θ − (1/K) Σ (η/τₖ) gₖ, whether a worker may push once in a round or as often as it can.
     */
    @Test
    void everyGradientOfAStalenessAwareUpdateHasTheRateOfItsOwnStaleness() {
        for (String rule : List.of("k-async", "k-batch-async")) {
            SimulatedRun run = run(
                    "workers: 4, batchSize: 4, synchronization: {rule: " + rule + ", quorum: 3, stalenessAware: true}");
            List<Double> versions = new ArrayList<>(List.of(1.0));
            List<Double> gradients = new ArrayList<>();
            Set<Long> seen = new HashSet<>();

            ArrivalLog.read(run.arrivals().log(), (worker, staleness, admitted, timeNs) -> {
                double read = versions.get(versions.size() - 1 - (int) staleness);
                gradients.add(A * read / Math.max(1, staleness));
                seen.add(staleness);
                if (gradients.size() == 3) {
                    double sum = gradients.stream().mapToDouble(each -> each).sum();
                    versions.add(versions.get(versions.size() - 1) - sum / 3);
                    gradients.clear();
                }
            });

            assertThat(seen).contains(0L, 1L, 2L);
            assertThat(run.parameters()[0]).isCloseTo((float) (double) versions.get(60), within(0.00001f));
        }
    }

    @Test
    void synchronousRulesFollowGradientDescentWhoeverIsLate() {
        double truth = Math.pow(1 - A, 60);

        for (String rule : List.of("bsp", "{rule: k-sync, quorum: 2}", "{rule: k-batch-sync, quorum: 3}")) {
            SimulatedRun run = run("workers: 4, batchSize: 4, synchronization: " + rule);

            assertThat((double) run.parameters()[0] / truth).isCloseTo(1, within(ROUNDING));
        }
    }

    @Test
    void localWorkersTakeStepsOfTheirOwnBetweenMeetings() {
        SimulatedRun run = run("workers: 4, batchSize: 4, synchronization: {rule: local, period: 3, fromUpdate: 5}");

        double truth = Math.pow(1 - A, 5 + 55 * 3);
        assertThat((double) run.parameters()[0] / truth).isCloseTo(1, within(10 * ROUNDING));
        assertThat(run.steps().report(59).examples()).isEqualTo(12);
        assertThat(run.steps().report(4).examples()).isEqualTo(4);
    }

    /** DiLoCo on the mean path: Δ = θ(1 − (1−a)^H); m ← μm + Δ; θ ← θ − ρ(Δ + μm). */
    @Test
    void theOuterOptimizerTakesTheWayOfTheWorkersForAGradient() {
        SimulatedRun run = run("workers: 4, batchSize: 4, synchronization: {rule: local, period: 3,"
                + " outer: {kind: nesterov, learningRate: 0.5, momentum: 0.8}}");
        double theta = 1;
        double momentum = 0;
        for (int update = 0; update < 60; update++) {
            double way = theta * (1 - Math.pow(1 - A, 3));
            momentum = 0.8 * momentum + way;
            theta -= 0.5 * (way + 0.8 * momentum);
        }

        assertThat(run.parameters()[0]).isCloseTo((float) theta, within(0.00001f));
    }

    @Test
    void aConstantTimeGivesEveryUpdateItsPlaceOnTheClock() {
        SimulatedRun run = run("workers: 4, batchSize: 4, synchronization: async,"
                + " computeTime: {law: constant, mean: 2}, network: {latency: 0.25, bandwidth: 16}");

        assertThat(run.steps().moment(3).simulatedSeconds()).isEqualTo(2 + 2 * 0.25 + 2 * 0.25);
        assertThat(run.steps().moment(4).simulatedSeconds()).isEqualTo(6);
        assertThat(run.steps().moment(59).stalenessMean()).isEqualTo(3);
    }

    @Test
    void aSlowWorkerIsSlowByItsFactor() {
        SimulatedRun run = run("workers: 2, batchSize: 2, synchronization: ssp,"
                + " computeTime: {law: constant, mean: 1, perWorker: [1, 5]}");

        double seconds = run.steps().moment(59).simulatedSeconds();

        assertThat(seconds).as("60 updates, half of them the slow worker's").isBetween(28 * 5.0, 30 * 5.0);
    }

    /** TRUTHS: the mean over the times is the heavy ball with μ = 1 − 1/W, step η/W and initial velocity −aθ₀. */
    @Test
    void theMeanPathHasMomentumThatNobodyAskedFor() {
        int runs = 4000;
        double a = 0.4;
        double[] truth = {1, 0.6, 0.24, -0.054, -0.2691, -0.4035, -0.4640};
        for (int steps : List.of(1, 3, 6)) {
            RunPlan plan = plan(steps, a / CURVATURE, "workers: 4, batchSize: 4, synchronization: async");

            double[] ends = LongStream.range(0, runs)
                    .mapToDouble(seed -> simulate(plan, seed).parameters()[0])
                    .toArray();

            MeanEstimate mean = MeanEstimate.of(ends);
            assertThat(mean.mean()).isCloseTo(truth[steps], within(5 * mean.standardError() + 1e-4));
        }
    }

    @Test
    void aSlowWorkerIsAsStaleAsItsShareOfTheRateSays() {
        RunPlan plan = plan(
                40_000,
                0.01,
                "workers: 4, batchSize: 4, synchronization: async, computeTime: {perWorker: [1, 1, 2, 4]}");
        double all = 1 + 1 + 0.5 + 0.25;

        StalenessReport staleness = simulate(plan, 1).staleness();

        for (int worker = 0; worker < 4; worker++) {
            double rate = List.of(1.0, 1.0, 0.5, 0.25).get(worker);
            StalenessReport.Counts counts = staleness.counts().get(worker);
            double pushes = 0;
            double sum = 0;
            for (int i = 0; i < counts.count().size(); i++) {
                pushes += counts.count().get(i);
                sum += (double) counts.count().get(i) * counts.staleness().get(i);
            }
            double truth = (all - rate) / rate;
            double error = Math.sqrt(truth * (1 + truth) / pushes);
            assertThat(sum / pushes).isCloseTo(truth, within(5 * error));
        }
    }

    @Test
    void aThousandWorkersWork() {
        SimulatedRun run = run("workers: 1000, batchSize: 1000, synchronization: {rule: async, convention: sum}");

        assertThat(run.staleness().sum() + run.staleness().inFlight()).isEqualTo(60 * 999);
    }

    @Test
    void aRunThatFollowsTheLogOfAnotherHasItsBitsWhateverTimesItWouldHaveDrawn() {
        for (String rule : List.of("async", "{rule: k-sync, quorum: 2}", "{rule: ssp, bound: 1}", "local")) {
            String training = "workers: 4, batchSize: 8, synchronization: " + rule;
            SimulatedRun first = run(training);
            RunPlan slower = plan(60, RATE, training + ", computeTime: {law: pareto, perWorker: [1, 2, 3, 4]}");

            SimulatedRun drawn = simulate(slower, 3);
            SimulatedRun again = simulate(slower, 3, ArrivalFile.parse(ArrivalFile.toBytes(first.arrivals())));

            assertThat(drawn.arrivals().log()).isNotEqualTo(first.arrivals().log());
            assertThat(again.arrivals().log()).isEqualTo(first.arrivals().log());
            assertThat(again.parameters()).containsExactly(first.parameters());
            assertThat(again.steps().moment(59).simulatedSeconds())
                    .isEqualTo(first.steps().moment(59).simulatedSeconds());
        }
    }

    @Test
    void withTheSameOrderOfArrivalsAnotherRateIsTheOnlyDifference() {
        SimulatedRun first = run("workers: 4, batchSize: 4, synchronization: async");
        RunPlan other = plan(60, RATE / 2, "workers: 4, batchSize: 4, synchronization: async");

        SimulatedRun counterfactual = simulate(other, 3, first.arrivals());

        assertThat(counterfactual.arrivals().log()).isEqualTo(first.arrivals().log());
        assertThat(counterfactual.parameters()[0])
                .isCloseTo((float) asynchronous(first, 4, 0.5, false), within(0.00001f));
    }

    /** Without noise the spread is that of the versions alone, and both figures are known from the log. */
    @Test
    void theSpreadOfGradientsUnderWayIsSamplingAndStaleness() {
        RunPlan plan = plan(
                60,
                RATE,
                "workers: 4, virtualWorkers: 8, batchSize: 8, synchronization: async",
                "measure: {asynchrony: {every: 7}, path: 1}");

        SimulatedRun run = simulate(plan, 3);

        double[] read = {1, 1, 1, 1};
        List<Double> truths = new ArrayList<>();
        long[] version = {0};
        ArrivalLog.read(run.arrivals().log(), (worker, staleness, admitted, timeNs) -> {
            version[0]++;
            read[worker] = run.path().value((int) version[0], 0);
            if (version[0] % 7 == 0) {
                double mean = Arrays.stream(read).average().orElseThrow();
                double squares = Arrays.stream(read)
                        .map(each -> (each - mean) * (each - mean))
                        .sum();
                truths.add(2 * CURVATURE * CURVATURE * squares / 3);
            }
        });
        assertThat(run.budgets()).hasSize(60 / 7).hasSameSizeAs(truths);
        for (int i = 0; i < truths.size(); i++) {
            assertThat(run.budgets().get(i).step()).isEqualTo(7L * (i + 1));
            assertThat(run.budgets().get(i).sampling()).isCloseTo(0, within(1e-12));
            assertThat(run.budgets().get(i).spread()).isCloseTo(truths.get(i), within(1e-6 * truths.get(i) + 1e-12));
            assertThat(run.budgets().get(i).staleness()).isCloseTo(truths.get(i), within(1e-4 * truths.get(i) + 1e-10));
        }
    }

    @Test
    void whoLooksChangesNothing() {
        String training = "workers: 4, virtualWorkers: 8, batchSize: 8, synchronization: {rule: k-async, quorum: 2}";
        RunPlan seen = plan(60, RATE, training, "measure: {asynchrony: {every: 1}, path: 1}");

        SimulatedRun run = simulate(seen, 3);

        assertThat(run.parameters()).containsExactly(run(training).parameters());
        assertThat(run.path().rows()).isEqualTo(61);
        assertThat(run.path().value(0, 0)).isEqualTo(1);
        assertThat(run.path().value(60, 0)).isEqualTo(run.parameters()[0]);
    }

    private static SimulatedRun run(String training) {
        return simulate(plan(60, RATE, training), 3);
    }

    private static RunPlan plan(int steps, double rate, String training) {
        return plan(steps, rate, training, "");
    }

    private static RunPlan plan(int steps, double rate, String training, String further) {
        String study = """
                name: n
                question: q
                data: {source: quadratic, curvatures: [%s], noiseVariances: [0], initialParameters: 1}
                optimizer: {kind: sgd, learningRate: %s}
                training: {cluster: simulated, steps: %d, seeds: [3], evaluateEvery: 0, %s}
                %s
                """.formatted(CURVATURE, rate, steps, training, further);
        return StudyReader.read(study, "n", Path.of("."), List.of()).runs().get(0);
    }

    private static SimulatedRun simulate(RunPlan plan, long seed) {
        return simulate(plan, seed, null);
    }

    private static SimulatedRun simulate(RunPlan plan, long seed, @Nullable RecordedArrivals followed) {
        OptimizerPlan optimizer = plan.configuration().optimizer();
        QuadraticPlan objective = new QuadraticPlan(List.of(CURVATURE), List.of(0.0), List.of(1.0), seed);
        SimulationPlan simulation =
                new SimulationPlan(objective, optimizer, plan.configuration().training(), seed, 0, 0, followed);
        int virtualWorkers = simulation.virtualWorkers();
        BatchShares shares = new BatchShares(plan.configuration().training().batchSize(), virtualWorkers);
        WorkerShare all = new WorkerShare(new VirtualWorkerRange(0, virtualWorkers), shares, List.of(), List.of());
        return new Simulation(simulation, objective.open(all), () -> false, glimpse -> {}).run();
    }
}
