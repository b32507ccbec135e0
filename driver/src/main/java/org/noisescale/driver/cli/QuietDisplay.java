package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.util.List;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.service.StepReport;

/** Prints nothing but the path of the report. */
record QuietDisplay(PrintWriter out) implements ProgressDisplay {
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
    public void onReport(String report, List<String> answers) {
        out.println(report);
    }

    @Override
    public void onInterruption(int missing) {}

    @Override
    public void close() {}
}
