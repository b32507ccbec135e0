package org.noisescale.driver.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.job.StudyProgress;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.metrics.MetricsServer;
import org.noisescale.parameterserver.metrics.RunMeters;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;
import org.noisescale.parameterserver.service.StepReport;

/** Tells Prometheus, too, how a study goes on. */
final class MeteredProgress implements StudyProgress {
    private final StudyProgress shown;
    private final MetricsServer server;
    private final RunMeters meters;

    MeteredProgress(StudyProgress shown, MetricsServer server) {
        this.shown = shown;
        this.server = server;
        meters = new RunMeters(server.registry());
    }

    @Override
    public void onStudy(Study study, Path folder, List<RunPlan> missing) {
        shown.onStudy(study, folder, missing);
        InetSocketAddress address = server.address();
        shown.onNotice("metrics at http://" + address.getHostString() + ":" + address.getPort() + "/metrics");
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
    public void onWorkerTiming(WorkerTiming timing) {
        meters.observe(timing);
    }

    @Override
    public void onShardTiming(ShardTiming timing) {
        meters.observe(timing);
    }

    @Override
    public void onRunFinished(RunSummary summary) {
        server.ready(false);
        shown.onRunFinished(summary);
    }

    @Override
    public void onReport(Path report, List<String> answers) {
        shown.onReport(report, answers);
    }
}
