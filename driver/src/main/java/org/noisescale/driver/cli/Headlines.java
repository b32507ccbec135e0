package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;

/** The lines that every display prints: what begins, what is finished, what came out. */
final class Headlines {
    private final PrintWriter out;
    private int runsInAll;
    private int runNumber;

    Headlines(PrintWriter out) {
        this.out = out;
    }

    void study(Study study, Path folder, List<RunPlan> missing) {
        runsInAll = study.runs().size();
        runNumber = runsInAll - missing.size();
        out.println(study.name() + ": " + study.question());
        String done = runNumber == 0 ? "" : ", " + runNumber + " of them finished earlier";
        out.println(runsInAll + (runsInAll == 1 ? " run" : " runs") + done + "; results in " + folder);
    }

    /** Counts the next run and names it. */
    String nextRun(RunPlan run) {
        runNumber++;
        return "run " + runNumber + "/" + runsInAll + "  " + run.id();
    }

    static String figures(RunSummary summary) {
        return String.format(
                Locale.ROOT,
                "loss %.4g%s%s  %,.0f examples/s  %.1f s",
                summary.losses().evaluationLoss(),
                Double.isNaN(summary.losses().evaluationAccuracy())
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "  accuracy %.2f %%",
                                100 * summary.losses().evaluationAccuracy()),
                noiseScale(summary.scale().value()),
                summary.effort().examplesPerSecond(),
                summary.effort().wallSeconds());
    }

    /** Nothing where nothing was measured. */
    static String noiseScale(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "  noise scale %.4g", value);
    }

    void report(Path report, List<String> answers) {
        answers.forEach(out::println);
        out.println("Report: " + report.toAbsolutePath());
    }

    void interruption(int missing) {
        out.println("Stopped. " + (runsInAll - missing) + " of " + runsInAll
                + " runs are finished; the same command again goes on with the rest.");
    }
}
