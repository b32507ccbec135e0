package org.noisescale.driver.cli;

import java.util.List;
import org.noisescale.driver.job.StudyProgress;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.simulation.Glimpse;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.metrics.MetricsServer;
import org.noisescale.parameterserver.metrics.RunMeters;
import org.noisescale.parameterserver.metrics.ServerMeters;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;
import org.noisescale.parameterserver.service.ShardMeter;
import org.noisescale.parameterserver.service.StepReport;

/** Tells Prometheus, too, how a study goes on. */
final class MeteredProgress implements StudyProgress {
    private final StudyProgress shown;
    private final MetricsServer server;
    private final RunMeters meters;
    private final ServerMeters shards;

    MeteredProgress(StudyProgress shown, MetricsServer server) {
        this.shown = shown;
        this.server = server;
        meters = new RunMeters(server.registry());
        shards = new ServerMeters(server.registry());
    }

    @Override
    public void onStudy(Study study, String place, List<RunPlan> missing) {
        shown.onStudy(study, place, missing);
        shown.onNotice("metrics at " + server.url());
    }

    @Override
    public void onPreparation(String what) {
        shown.onPreparation(what);
    }

    @Override
    public void onNotice(String line) {
        shown.onNotice(line);
    }

    @Override
    public void onRun(RunPlan run) {
        server.ready(true);
        shown.onRun(run);
    }

    @Override
    public void onStep(StepReport report, double examplesPerSecond, NoiseScaleEstimator noise) {
        meters.observe(report);
        shown.onStep(report, examplesPerSecond, noise);
    }

    @Override
    public void onGlimpse(Glimpse glimpse) {
        shown.onGlimpse(glimpse);
    }

    @Override
    public void onWorkerTiming(WorkerTiming timing) {
        meters.observe(timing);
    }

    @Override
    public void onShardTiming(ShardTiming timing) {
        meters.observe(timing);
    }

    @Override
    public void onShards(RunPlan run, List<ShardMeter> hosted) {
        shards.onRunOpened(run.id(), hosted);
    }

    @Override
    public void onRunFinished(RunSummary summary) {
        server.ready(false);
        shards.onRunOver(summary.plan().id());
        shown.onRunFinished(summary);
    }

    @Override
    public void onReport(String report, List<String> answers) {
        shown.onReport(report, answers);
    }
}
