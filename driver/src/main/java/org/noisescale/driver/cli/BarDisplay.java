package org.noisescale.driver.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.service.StepReport;

/** One moving bar over all steps of all runs, with the time that is left. */
final class BarDisplay implements ProgressDisplay {
    private static final int REFRESH_MS = 200;

    private final PrintWriter out;
    private final Headlines headlines;
    private @Nullable ProgressBar bar;
    private String run = "";
    private long stepsInAll;
    private long lastMessageNs;

    BarDisplay(PrintWriter out) {
        this.out = out;
        headlines = new Headlines(out);
    }

    @Override
    public void onStudy(Study study, Path folder, List<RunPlan> missing) {
        headlines.study(study, folder, missing);
        stepsInAll = missing.stream()
                .mapToLong(run -> run.configuration().training().steps())
                .sum();
    }

    @Override
    public void onPreparation(String what) {
        if (bar == null) {
            out.println(what + " …");
        }
    }

    @Override
    public void onRun(RunPlan plan) {
        ProgressBar shown = bar;
        if (shown == null) {
            shown = new ProgressBarBuilder()
                    .setInitialMax(stepsInAll)
                    .setUpdateIntervalMillis(REFRESH_MS)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(terminal()))
                    .build();
            bar = shown;
        }
        run = headlines.nextRun(plan);
        shown.setExtraMessage(run);
    }

    private static PrintStream terminal() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }

    @Override
    public void onStep(StepReport report, double examplesPerSecond, NoiseScaleEstimator noise) {
        ProgressBar shown = bar;
        if (shown == null) {
            return;
        }
        shown.step();
        if (System.nanoTime() - lastMessageNs > REFRESH_MS * 1_000_000L) {
            lastMessageNs = System.nanoTime();
            shown.setExtraMessage(String.format(
                    Locale.ROOT,
                    "%s  loss %.3g%s  %,.0f examples/s",
                    run,
                    report.loss(),
                    Headlines.noiseScale(noise.scale().value()),
                    examplesPerSecond));
        }
    }

    @Override
    public void onRunFinished(RunSummary summary) {}

    @Override
    public void onReport(Path report, List<String> answers) {
        close();
        headlines.report(report, answers);
    }

    @Override
    public void onInterruption(int missing) {
        close();
        headlines.interruption(missing);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        out.flush();
    }
}
