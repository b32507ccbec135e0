package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.service.StepReport;

/** Plain lines, for logs and pipes: one for each finished run, and one now and then within long runs. */
final class LineDisplay implements ProgressDisplay {
    private static final long PAUSE_NS = 10_000_000_000L;

    private final PrintWriter out;
    private final Headlines headlines;
    private String run = "";
    private long steps;
    private long lastLineNs;

    LineDisplay(PrintWriter out) {
        this.out = out;
        headlines = new Headlines(out);
    }

    @Override
    public void onStudy(Study study, Path folder, List<RunPlan> missing) {
        headlines.study(study, folder, missing);
    }

    @Override
    public void onPreparation(String what) {
        out.println(what + " …");
    }

    @Override
    public void onRun(RunPlan plan) {
        run = headlines.nextRun(plan);
        steps = plan.configuration().training().steps();
        lastLineNs = System.nanoTime();
    }

    @Override
    public void onStep(StepReport report, double examplesPerSecond, NoiseScaleEstimator noise) {
        if (System.nanoTime() - lastLineNs < PAUSE_NS) {
            return;
        }
        lastLineNs = System.nanoTime();
        out.printf(
                Locale.ROOT,
                "%s  step %d/%d  loss %.4g%s  %,.0f examples/s%n",
                run,
                report.step(),
                steps,
                report.loss(),
                Headlines.noiseScale(noise.scale().value()),
                examplesPerSecond);
    }

    @Override
    public void onRunFinished(RunSummary summary) {
        out.println(run + "  " + Headlines.figures(summary));
    }

    @Override
    public void onReport(Path report, List<String> answers) {
        headlines.report(report, answers);
    }

    @Override
    public void onInterruption(int missing) {
        headlines.interruption(missing);
    }

    @Override
    public void close() {
        out.flush();
    }
}
