package org.noisescale.driver.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.simulation.Glimpse;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;

/**
 * A line at the bottom of a terminal that is drawn anew several times a second, above it a line for each finished run.
 * The drawing thread sees nothing but the text that was left for it last.
 */
final class BarDisplay implements ProgressDisplay {
    private static final int REFRESH_MS = 200;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintWriter out;
    private final Headlines headlines;
    private final PrintStream terminal =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final AtomicReference<IntFunction<String>> text = new AtomicReference<>(columns -> "");
    private @Nullable ProgressBar bar;
    private RemainingTime remaining = new RemainingTime(1);
    private String position = "";
    private String run = "";
    private long steps = 1;

    BarDisplay(PrintWriter out) {
        this.out = out;
        headlines = new Headlines(out);
    }

    @Override
    public void onStudy(Study study, String place, List<RunPlan> missing) {
        headlines.study(study, place, missing);
        if (missing.isEmpty()) {
            return;
        }
        remaining = RemainingTime.of(missing);
        bar = new ProgressBarBuilder()
                .setUpdateIntervalMillis(REFRESH_MS)
                .continuousUpdate()
                .setConsumer(new ConsoleProgressBarConsumer(terminal))
                .setRenderer(this::render)
                .build();
    }

    /** Blanks erase what a longer text left behind. */
    private String render(ProgressState state, int columns) {
        String shown = Objects.requireNonNull(text.get()).apply(columns);
        return shown + " ".repeat(Math.max(0, columns - 1 - shown.length()));
    }

    @Override
    public void onPreparation(String what) {
        long startNs = System.nanoTime();
        text.set(columns -> what + " … " + Shown.clock((System.nanoTime() - startNs) / 1e9));
    }

    @Override
    public void onNotice(String line) {
        terminal.print(CLEAR_LINE + line + System.lineSeparator());
    }

    @Override
    public void onRun(RunPlan plan) {
        position = headlines.nextRun();
        run = plan.id();
        steps = plan.configuration().training().steps();
        remaining.onRun(steps);
        show(0, StatusLine.Figures.NONE);
    }

    @Override
    public void onGlimpse(Glimpse glimpse) {
        if (glimpse.step() > 0) {
            show(glimpse);
        }
    }

    private void show(Glimpse glimpse) {
        long nowNs = System.nanoTime();
        remaining.onStep(glimpse.step(), nowNs);
        show(
                glimpse.step(),
                new StatusLine.Figures(
                        glimpse.loss(), glimpse.noiseScale(), glimpse.examplesPerSecond(), remaining.seconds(nowNs)));
    }

    private void show(long step, StatusLine.Figures figures) {
        text.set(new StatusLine(position, run, step, steps, figures)::text);
    }

    @Override
    public void onRunFinished(RunSummary summary) {
        terminal.print(CLEAR_LINE + position + " " + run + "  " + Headlines.figures(summary) + System.lineSeparator());
    }

    @Override
    public void onReport(String report, List<String> answers) {
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
            text.set(columns -> "");
            bar.close();
            bar = null;
            terminal.print(CLEAR_LINE);
        }
        out.flush();
    }
}
