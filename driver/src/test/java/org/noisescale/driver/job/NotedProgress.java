package org.noisescale.driver.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.simulation.Glimpse;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.service.StepReport;

/** Keeps what a user would read about losses, and when; does something at the beginning of a run. */
final class NotedProgress implements StudyProgress {
    private final StudyProgress silent = new SilentProgress();
    private final List<String> notices = new ArrayList<>();
    private final List<Long> moments = new ArrayList<>();
    private final Runnable atRun;
    private Runnable atNotice = () -> {};
    private final AtomicLong steps = new AtomicLong();
    private Consumer<Glimpse> atGlimpse = glimpse -> {};

    NotedProgress() {
        this(() -> {});
    }

    NotedProgress(Runnable atRun) {
        this.atRun = atRun;
    }

    /** Does something at each notice. */
    void atNotice(Runnable action) {
        atNotice = action;
    }

    /** How many steps have been told so far; for any thread. */
    long steps() {
        return steps.get();
    }

    /** Does something with each glimpse of a simulated run. */
    void atGlimpse(Consumer<Glimpse> action) {
        atGlimpse = action;
    }

    List<String> notices() {
        return List.copyOf(notices);
    }

    /** When each of them came, in milliseconds of the system's clock. */
    List<Long> moments() {
        return List.copyOf(moments);
    }

    @Override
    public void onStudy(Study study, String place, List<RunPlan> missing) {
        silent.onStudy(study, place, missing);
    }

    @Override
    public void onPreparation(String what) {
        silent.onPreparation(what);
    }

    @Override
    public void onNotice(String line) {
        moments.add(System.currentTimeMillis());
        notices.add(line);
        atNotice.run();
    }

    @Override
    public void onRun(RunPlan run) {
        atRun.run();
    }

    @Override
    public void onStep(StepReport report, double examplesPerSecond, NoiseScaleEstimator noise) {
        steps.incrementAndGet();
        silent.onStep(report, examplesPerSecond, noise);
    }

    @Override
    public void onGlimpse(Glimpse glimpse) {
        atGlimpse.accept(glimpse);
    }

    @Override
    public void onRunFinished(RunSummary finished) {
        silent.onRunFinished(finished);
    }

    @Override
    public void onReport(String report, List<String> answers) {
        silent.onReport(report, answers);
    }
}
