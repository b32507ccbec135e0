package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.simulation.Glimpse;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;

/** Plain lines, for logs and pipes: one for each finished run, and one now and then within whatever takes long. */
final class LineDisplay implements ProgressDisplay {
    private final PrintWriter out;
    private final Duration interval;
    private final Headlines headlines;
    private final AtomicReference<Supplier<String>> text = new AtomicReference<>(() -> "");
    private @Nullable Heartbeat heartbeat;
    private RemainingTime remaining = new RemainingTime(1);
    private String position = "";
    private String run = "";
    private long steps = 1;

    /** A display that breaks a silence after this time. */
    LineDisplay(PrintWriter out, Duration interval) {
        this.out = out;
        this.interval = interval;
        headlines = new Headlines(out);
    }

    @Override
    public void onStudy(Study study, String place, List<RunPlan> missing) {
        headlines.study(study, place, missing);
        remaining = RemainingTime.of(missing);
    }

    @Override
    public void onPreparation(String what) {
        long startNs = System.nanoTime();
        begin(() -> what + " … " + Shown.clock((System.nanoTime() - startNs) / 1e9));
        out.println(what + " …");
    }

    @Override
    public void onNotice(String line) {
        out.println(line);
    }

    @Override
    public void onRun(RunPlan plan) {
        position = headlines.nextRun();
        run = plan.id();
        steps = plan.configuration().training().steps();
        remaining.onRun(steps);
        StatusLine status = new StatusLine(position, run, 0, steps, StatusLine.Figures.NONE);
        begin(status::plain);
    }

    private void begin(Supplier<String> first) {
        end();
        text.set(first);
        heartbeat = new Heartbeat(
                interval, () -> out.println(Objects.requireNonNull(text.get()).get()));
    }

    private void end() {
        if (heartbeat != null) {
            heartbeat.close();
            heartbeat = null;
        }
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
        StatusLine.Figures figures = new StatusLine.Figures(
                glimpse.loss(), glimpse.noiseScale(), glimpse.examplesPerSecond(), remaining.seconds(nowNs));
        text.set(new StatusLine(position, run, glimpse.step(), steps, figures)::plain);
    }

    @Override
    public void onRunFinished(RunSummary summary) {
        end();
        out.println("run " + position + "  " + run + "  " + Headlines.figures(summary) + "  "
                + Shown.count(summary.effort().examplesPerSecond()) + " examples/s");
    }

    @Override
    public void onReport(String report, List<String> answers) {
        headlines.report(report, answers);
    }

    @Override
    public void onInterruption(int missing) {
        end();
        headlines.interruption(missing);
    }

    @Override
    public void close() {
        end();
        out.flush();
    }
}
