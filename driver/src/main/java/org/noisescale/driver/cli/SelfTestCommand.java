package org.noisescale.driver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.job.SparkCluster;
import org.noisescale.driver.job.StopRequest;
import org.noisescale.driver.selftest.Finding;
import org.noisescale.driver.selftest.FindingTable;
import org.noisescale.driver.selftest.Problem;
import org.noisescale.driver.selftest.Problems;
import org.noisescale.driver.selftest.SelfTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale selftest}. */
@Command(
        name = "selftest",
        description = "Trains on problems whose answers are known and compares what it measures with theory.",
        mixinStandardHelpOptions = true)
final class SelfTestCommand implements Callable<Integer>, Stoppable {
    private static final int WORKERS = 4;
    private static final int MISSED = 1;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark master, with room for four workers (default: four threads of this process).")
    private @Nullable String master;

    private final List<Problem> problems;
    private final StopRequest stop = new StopRequest();

    private CommandSpec spec = CommandSpec.create();

    SelfTestCommand() {
        this(Problems.all());
    }

    SelfTestCommand(List<Problem> problems) {
        this.problems = problems;
    }

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public boolean isStopped() {
        return stop.isMade();
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Path folder = Files.createTempDirectory("noisescale-selftest-");
        System.setProperty("noisescale.log", folder.resolve("noisescale.log").toString());
        PrintWriter out = spec.commandLine().getOut();
        out.println("Known problems through Spark, Aeron and the parameter server, against theory.");
        out.println();
        out.flush();
        try (Interruption interruption = new Interruption(stop)) {
            interruption.watch();
            return examine(folder);
        }
    }

    private int examine(Path folder) throws InterruptedException, IOException {
        boolean ofUse = false;
        try (SparkCluster cluster = SparkCluster.connect(Optional.ofNullable(master), WORKERS)) {
            stop.stopWith(cluster::cancelJobs);
            ofUse = true;
            int status = examine(
                    new SelfTest(folder, new QuietDisplay(spec.commandLine().getOut()), stop), cluster);
            ofUse = status == MISSED;
            return status;
        } finally {
            settle(folder, ofUse && !stop.isMade());
        }
    }

    private int examine(SelfTest selfTest, SparkCluster cluster) throws InterruptedException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        long startNs = System.nanoTime();
        List<Finding> all = new ArrayList<>();
        out.println(FindingTable.header());
        for (Problem problem : problems) {
            List<Finding> findings = selfTest.examine(problem, cluster);
            if (stop.isMade()) {
                return Interruption.STATUS;
            }
            FindingTable.rows(problem, findings).forEach(out::println);
            out.flush();
            all.addAll(findings);
        }
        conclude(all, (System.nanoTime() - startNs) / 1e9);
        return all.stream().anyMatch(Finding::isMissed) ? MISSED : 0;
    }

    /** Results are kept only where somebody will want to look at them. */
    private void settle(Path folder, boolean ofUse) throws IOException {
        if (ofUse) {
            spec.commandLine().getOut().println("The results are in " + folder);
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void conclude(List<Finding> findings, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        long missed = findings.stream().filter(Finding::isMissed).count();
        String verdict = missed == 0
                ? "All " + findings.size() + " truths are met"
                : missed + " of " + findings.size() + " truths are missed";
        out.println();
        FindingTable.legend().forEach(out::println);
        out.println(verdict + "; " + Shown.seconds(seconds));
    }
}
