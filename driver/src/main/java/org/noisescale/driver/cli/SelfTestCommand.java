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
    private static final int WORKERS = 2;
    private static final int MISSED = 1;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark master, with room for two workers (default: two threads of this process).")
    private @Nullable String master;

    private final StopRequest stop = new StopRequest();

    private CommandSpec spec = CommandSpec.create();

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
        long startNs = System.nanoTime();
        List<Finding> findings;
        try (Interruption interruption = new Interruption(stop)) {
            interruption.watch();
            findings = examine(folder);
            if (stop.isMade()) {
                delete(folder);
                return Interruption.STATUS;
            }
        }
        return conclude(findings, folder, (System.nanoTime() - startNs) / 1e9);
    }

    private List<Finding> examine(Path folder) throws InterruptedException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Known problems through Spark, Aeron and the parameter server, against theory.");
        out.println();
        out.println(FindingTable.header());
        out.flush();
        List<Finding> all = new ArrayList<>();
        try (SparkCluster cluster = SparkCluster.connect(Optional.ofNullable(master), WORKERS)) {
            stop.stopWith(cluster::cancelJobs);
            SelfTest selfTest = new SelfTest(folder, new QuietDisplay(out), stop);
            for (Problem problem : Problems.all()) {
                List<Finding> findings = stop.isMade() ? List.of() : selfTest.examine(problem, cluster);
                FindingTable.rows(problem, findings).forEach(out::println);
                out.flush();
                all.addAll(findings);
            }
        }
        return all;
    }

    private int conclude(List<Finding> findings, Path folder, double seconds) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long missed = findings.stream().filter(Finding::isMissed).count();
        out.println();
        FindingTable.legend().forEach(out::println);
        if (missed == 0) {
            delete(folder);
            out.println("All " + findings.size() + " truths are met; " + Shown.seconds(seconds));
            return 0;
        }
        out.println(missed + " of " + findings.size() + " truths are missed; the results are in " + folder);
        return MISSED;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
