package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.util.List;
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

    void study(Study study, String place, List<RunPlan> missing) {
        runsInAll = study.runs().size();
        runNumber = runsInAll - missing.size();
        out.println(study.name() + ": " + study.question());
        String done = runNumber == 0 ? "" : ", " + runNumber + " of them finished earlier";
        out.println(runsInAll + (runsInAll == 1 ? " run" : " runs") + done + "; results in " + place);
    }

    /** Counts the next run and says which it is, e.g. {@code 3/18}. */
    String nextRun() {
        runNumber++;
        return runNumber + "/" + runsInAll;
    }

    /** What came out of a run. */
    static String figures(RunSummary summary) {
        StringBuilder text = new StringBuilder("loss ")
                .append(Shown.figure(summary.evaluation().loss()));
        summary.evaluation()
                .accuracy()
                .ifPresent(accuracy -> text.append("  accuracy ").append(Shown.percent(accuracy)));
        summary.evaluation().rSquared().ifPresent(share -> text.append("  R² ").append(Shown.figure(share)));
        summary.noise()
                .ifPresent(noise -> text.append("  noise scale ")
                        .append(Shown.figure(noise.scale().value())));
        return text.append("  ")
                .append(Shown.seconds(summary.effort().wallSeconds()))
                .toString();
    }

    void report(String report, List<String> answers) {
        answers.forEach(out::println);
        out.println("Report: " + report);
    }

    void interruption(int missing) {
        out.println("Stopped. " + (runsInAll - missing) + " of " + runsInAll
                + " runs finished; the same command again goes on with the rest.");
    }
}
