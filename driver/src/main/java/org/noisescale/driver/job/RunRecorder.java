package org.noisescale.driver.job;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.results.Attainment;
import org.noisescale.driver.results.Evaluation;
import org.noisescale.driver.results.ParameterPath;
import org.noisescale.driver.results.PastStep;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.results.StalenessReport;
import org.noisescale.driver.results.StatisticsRow;
import org.noisescale.driver.results.StepMoment;
import org.noisescale.driver.results.StepRow;
import org.noisescale.driver.results.StepTiming;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.SynchronizationPlan;
import org.noisescale.driver.study.Target;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.noise.NoiseScale;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.optimizer.StationarityIdentity;
import org.noisescale.parameterserver.optimizer.UpdateFigures;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;
import org.noisescale.parameterserver.service.ArrivalBook;
import org.noisescale.parameterserver.service.RoundFigures;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.ShardMeter;
import org.noisescale.parameterserver.service.StepReport;
import org.noisescale.parameterserver.synchronization.EvaluationSchedule;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.worker.objective.InitialModel;

/**
 * Hands out the steps of a run as they come and keeps what its summary needs. Called by the server's report thread; the
 * summary is asked for by the driver's thread after {@link #awaitCompletion}.
 *
 * <p>An evaluation is always reported before the step that follows the one it belongs to, because a worker evaluates
 * before it goes on; it may come much earlier, even several evaluations at once, because a step is reported only when
 * every shard's figures have arrived. A step's row is written as soon as both are there.
 *
 * <p>A run that goes on is first told of the steps before, from which all figures follow as if it had seen them.
 */
final class RunRecorder implements RunListener {
    private final RunPlan plan;
    private final Consumer<StepRow> rows;
    private final Consumer<StepTiming> timings;
    private final Consumer<ArrivalBook> orders;
    private final Consumer<StatisticsRow> statistics;
    private final ParameterLayout layout;
    private final CriticalPath criticalPath;
    private final StudyProgress progress;
    private final NoiseScaleEstimator noise = new NoiseScaleEstimator();
    private final StationarityIdentity stationarity;
    private final SegmentRatios ratios;
    private final LossTail trainingLoss = new LossTail();
    private final CompletableFuture<Void> completion = new CompletableFuture<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final long startNs = System.nanoTime();
    private final Map<Long, Evaluation> evaluations = new HashMap<>();
    private @Nullable StepRow last;
    private boolean written = true;
    private long examples;
    private double secondsBefore;
    private final Target target;
    private final EvaluationSchedule schedule;
    private long lastStep;
    private boolean diverged;
    private @Nullable StepMoment moment;
    private double stalenessSum;
    private @Nullable ArrivalBook book;
    private @Nullable Arrivals arrivals;

    /**
     * Where steps are written, what bounded them, before them the order of the pushes that they are made of, and how
     * far statistics scatter.
     */
    record Records(
            Consumer<StepRow> rows,
            Consumer<StepTiming> timings,
            Consumer<ArrivalBook> orders,
            Consumer<StatisticsRow> statistics) {}

    /**
     * A recorder of a run from its initial model on.
     *
     * @param shards how many there are, which servers may say instead of the plan
     */
    RunRecorder(RunPlan plan, int shards, InitialModel model, Records records, StudyProgress progress) {
        this.plan = plan;
        rows = records.rows;
        timings = records.timings;
        orders = records.orders;
        statistics = records.statistics;
        layout = model.layout();
        criticalPath =
                new CriticalPath(plan.configuration().training().cluster().workers(), shards);
        stationarity = new StationarityIdentity(model.layout(), model.parameters());
        ratios = new SegmentRatios(
                model.layout(), plan.configuration().training().steps());
        this.progress = progress;
        target = plan.configuration().training().target();
        lastStep = plan.configuration().training().steps();
        schedule =
                new EvaluationSchedule(lastStep, plan.configuration().training().evaluateEvery());
    }

    /** Takes a step that an earlier attempt has done and written down. */
    void recall(PastStep step) {
        examples = step.examples();
        secondsBefore = step.wallSeconds();
        observe(step.loss(), step.total(), step.update());
    }

    /** The run's shards have begun; those in this process, which may be none. */
    void onShards(List<ShardMeter> hosted) {
        if (!hosted.isEmpty()) {
            progress.onShards(plan, hosted);
        }
    }

    /** Whether a run would have ended with a step. */
    boolean isLast(PastStep step) {
        OptionalDouble loss = step.evaluation().loss();
        return loss.isPresent()
                && target.isEnd(loss.getAsDouble(), step.evaluation().accuracy());
    }

    /** Says when the next step was in virtual time, before it is told. */
    void onMoment(StepMoment next) {
        moment = next;
        stalenessSum += next.stalenessMean();
    }

    @Override
    public void onRound(RoundFigures figures) {
        onMoment(new StepMoment(seconds(), Double.NaN, figures.stalenessMean(), figures.spread()));
        book = figures.book();
        orders.accept(figures.book());
    }

    private double seconds() {
        return secondsBefore + (System.nanoTime() - startNs) / 1e9;
    }

    @Override
    public void onStatistics(long step, List<StatisticsNoise> layers) {
        for (StatisticsNoise noise : layers) {
            String segment = layout.segments().get(noise.segment()).name();
            statistics.accept(new StatisticsRow(step, segment.substring(0, segment.lastIndexOf('_')), noise));
        }
    }

    @Override
    public void onStep(StepReport report) {
        if (!written) {
            throw new IllegalStateException(
                    "step " + report.step() + " was reported before the evaluation after step " + (report.step() - 1));
        }
        examples += report.examples();
        observe(report.loss(), report.total(), report.update());
        ratios.observe(report);
        double seconds = moment == null ? seconds() : moment.wallSeconds();
        last = new StepRow(report, examples, seconds, Optional.ofNullable(moment), Optional.empty());
        written = false;
        progress.onStep(report, examples / seconds, noise);
        writeLast();
    }

    private void observe(double loss, NoiseReading total, UpdateFigures update) {
        noise.observe(total);
        stationarity.observe(update);
        diverged |=
                Double.isNaN(loss) || (plan.configuration().measuresEveryStep() && Double.isNaN(total.noiseTrace()));
        trainingLoss.observe(loss);
    }

    @Override
    public void onEvaluation(long version, EvaluationSum sum) {
        Evaluation evaluation = Evaluation.of(sum);
        evaluations.put(version, evaluation);
        if (target.isEnd(evaluation.loss(), evaluation.accuracy())) {
            lastStep = Math.min(lastStep, version);
        }
        writeLast();
    }

    @Override
    public boolean isOverAt(long version) {
        return version >= lastStep;
    }

    /** Writes the last step's row if everything that belongs to it is there. */
    private void writeLast() {
        StepRow row = last;
        if (row == null || written) {
            return;
        }
        long step = row.report().step();
        Evaluation found = evaluations.remove(step);
        if (found == null && schedule.includes(step)) {
            return;
        }
        StepRow whole = found == null ? row : row.with(found);
        last = whole;
        written = true;
        rows.accept(whole);
        if (step == lastStep) {
            close(book);
            completion.complete(null);
        }
    }

    /** Nothing is dealt with after the last step. */
    private void close(@Nullable ArrivalBook pushes) {
        if (pushes == null) {
            return;
        }
        pushes.requireConservation();
        SynchronizationPlan rule = plan.configuration().training().cluster().synchronization();
        arrivals = new Arrivals(
                StalenessReport.of(pushes.account(), pushes.workers(), pushes.inFlight()),
                new RecordedArrivals(rule.rule(), pushes.workers(), pushes.version(), pushes.log()),
                new ParameterPath(0),
                List.of());
    }

    /**
     * In which order pushes were dealt with so far; empty under bsp, and before the first update. To be asked when
     * nobody reports any more.
     */
    Optional<RecordedArrivals> decided() {
        return Optional.ofNullable(book)
                .map(pushes -> RecordedArrivals.ofBeginning(
                        plan.configuration()
                                .training()
                                .cluster()
                                .synchronization()
                                .rule(),
                        pushes.workers(),
                        pushes.version(),
                        pushes.log()));
    }

    /** What is known of the order of pushes, once the run is complete; empty under bsp. */
    Optional<Arrivals> arrivals() {
        return Optional.ofNullable(arrivals);
    }

    @Override
    public void onWorkerTiming(long step, WorkerTiming timing) {
        progress.onWorkerTiming(timing);
        criticalPath.observe(step, timing).ifPresent(timings);
    }

    @Override
    public void onShardTiming(long step, ShardTiming timing) {
        progress.onShardTiming(timing);
        criticalPath.observe(step, timing).ifPresent(timings);
    }

    /** What goes wrong after the end, while others still leave, is of no account. */
    @Override
    public void onFailure(String reason) {
        if (!completion.isDone()) {
            failure.complete(reason);
            completion.complete(null);
        }
    }

    /** The first failure that the server told of. */
    Optional<String> failure() {
        return Optional.ofNullable(failure.getNow(null));
    }

    /**
     * What is wrong with a completed run: its parameters must have changed by the measured updates and nothing else.
     */
    Optional<String> violation() {
        return stationarity.violatedStep() == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "from step %d on the parameters changed by something else than the updates: |theta|^2 is off"
                                + " by %.2e, of which rounding explains %.2e; this is a fault of the program or of"
                                + " the machine",
                        stationarity.violatedStep(),
                        stationarity.residual(),
                        stationarity.bound()));
    }

    /** Waits until the last evaluation or a failure is there; false if the time was not enough. */
    boolean awaitCompletion(long waitLimitMs) throws InterruptedException {
        try {
            completion.get(waitLimitMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the completed run amounts to. */
    RunSummary summary(String parametersSha256) {
        StepRow row = last;
        if (row == null) {
            throw new IllegalStateException("a run without steps");
        }
        Evaluation evaluation = row.evaluation().orElseThrow();
        return new RunSummary(
                plan,
                new RunSummary.Effort(
                        row.report().step(), row.examples(), row.wallSeconds(), Attainment.of(target, evaluation)),
                trainingLoss.mean(),
                evaluation,
                noise(),
                new RunSummary.Stationarity(stationarity.residual(), stationarity.bound(), ratios.found()),
                row.simulated()
                        .map(StepMoment::simulatedSeconds)
                        .map(simulated -> new RunSummary.VirtualTime(
                                simulated, stalenessSum / row.report().step())),
                parametersSha256);
    }

    private Optional<RunSummary.Noise> noise() {
        if (!plan.configuration().measuresNoise()) {
            return Optional.empty();
        }
        return Optional.of(
                diverged
                        ? new RunSummary.Noise(
                                new NoiseReading(Double.NaN, Double.NaN),
                                new NoiseScale(Double.NaN, Double.NaN, Double.NaN))
                        : new RunSummary.Noise(noise.mean(), noise.scale()));
    }
}
