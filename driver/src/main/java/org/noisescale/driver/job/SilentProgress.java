package org.noisescale.driver.job;

import java.util.List;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.service.StepReport;

/** Keeps to itself how a study goes on: for those who want its results alone. */
public record SilentProgress() implements StudyProgress {
    @Override
    public void onStudy(Study study, String place, List<RunPlan> missing) {}

    @Override
    public void onPreparation(String what) {}

    @Override
    public void onNotice(String line) {}

    @Override
    public void onRun(RunPlan run) {}

    @Override
    public void onStep(StepReport report, double examplesPerSecond, NoiseScaleEstimator noise) {}

    @Override
    public void onRunFinished(RunSummary summary) {}

    @Override
    public void onReport(String report, List<String> answers) {}
}
