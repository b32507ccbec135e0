package org.noisescale.driver.job;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.results.Evaluation;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.results.StepRow;
import org.noisescale.driver.results.StepsFile;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.noise.NoiseScale;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.StepReport;

/**
 * Writes the steps of a run down as they come and keeps what its summary needs. Called by the server's report thread;
 * the summary is asked for by the driver's thread after {@link #awaitCompletion}.
 *
 * <p>An evaluation is always reported before the step that follows the one it belongs to, because a worker evaluates
 * before it goes on; a step's row is therefore written when the next step is reported. It may come much earlier, even
 * several evaluations at once, because a step is reported only when every shard's figures have arrived.
 */
final class RunRecorder implements RunListener {
    private final RunPlan plan;
    private final StepsFile file;
    private final StudyProgress progress;
    private final NoiseScaleEstimator noise = new NoiseScaleEstimator();
    private final LossTail trainingLoss;
    private final CompletableFuture<Void> completion = new CompletableFuture<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final long startNs = System.nanoTime();
    private final Map<Long, Evaluation> evaluations = new HashMap<>();
    private @Nullable StepRow last;
    private long examples;
    private boolean diverged;

    RunRecorder(RunPlan plan, StepsFile file, StudyProgress progress) {
        this.plan = plan;
        this.file = file;
        this.progress = progress;
        trainingLoss = new LossTail(plan.configuration().training().steps());
    }

    @Override
    public void onStep(StepReport report) {
        if (last != null) {
            file.write(last);
        }
        examples += report.examples();
        noise.observe(report.total());
        diverged |= Double.isNaN(report.loss()) || Double.isNaN(report.total().noiseTrace());
        trainingLoss.observe(report.step(), report.loss());
        double seconds = (System.nanoTime() - startNs) / 1e9;
        last = new StepRow(report, examples, seconds, Optional.empty());
        progress.onStep(report, examples / seconds, noise);
        joinEvaluation();
    }

    @Override
    public void onEvaluation(long version, EvaluationSum sum) {
        evaluations.put(version, Evaluation.of(sum));
        joinEvaluation();
    }

    private void joinEvaluation() {
        StepRow row = last;
        Evaluation found = row == null ? null : evaluations.remove(row.report().step());
        if (row == null || found == null) {
            return;
        }
        last = row.with(found);
        if (row.report().step() == plan.configuration().training().steps()) {
            file.write(row.with(found));
            completion.complete(null);
        }
    }

    @Override
    public void onFailure(String reason) {
        failure.complete(reason);
        completion.complete(null);
    }

    /** The first failure that the server told of. */
    Optional<String> failure() {
        return Optional.ofNullable(failure.getNow(null));
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
        return new RunSummary(
                plan,
                new RunSummary.Effort(row.report().step(), row.examples(), row.wallSeconds()),
                trainingLoss.mean(),
                row.evaluation().orElseThrow(),
                noise(),
                parametersSha256);
    }

    private Optional<RunSummary.Noise> noise() {
        if (plan.configuration().training().cluster().virtualWorkers() == 1) {
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
