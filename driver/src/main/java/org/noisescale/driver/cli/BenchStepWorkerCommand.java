package org.noisescale.driver.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisescale.driver.bench.StepPlan;
import org.noisescale.driver.bench.StepWorker;
import org.noisescale.parameterserver.transport.AeronNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code noisescale bench step} starts for each worker; orders come in on the standard input. */
@Command(name = "step-worker", hidden = true)
final class BenchStepWorkerCommand implements Callable<Integer> {
    @Option(names = "--normalized", required = true, arity = "1")
    private boolean normalized;

    @Option(names = "--workers", required = true)
    private int workers;

    @Option(names = "--shards", required = true)
    private int shards;

    @Option(names = "--run", required = true)
    private int run;

    @Option(names = "--rank", required = true)
    private int rank;

    @Option(names = "--media-driver", required = true)
    private String folder = "";

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    /** The command line of such a process, from the main class on. */
    static List<String> arguments(StepPlan plan, int rank, String folder) {
        return List.of(
                Main.class.getName(),
                "bench",
                "step-worker",
                "--normalized=" + plan.normalized(),
                "--workers=" + plan.workers(),
                "--shards=" + plan.shards(),
                "--run=" + plan.run(),
                "--rank=" + rank,
                "--media-driver=" + folder);
    }

    @Override
    public Integer call() throws IOException {
        try (AeronNode node = AeronNode.open(Path.of(folder));
                BufferedReader orders = new BufferedReader(
                        new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
            StepWorker.serve(
                    new StepPlan(normalized, workers, shards, run),
                    rank,
                    node,
                    orders,
                    spec.commandLine().getOut());
        }
        return 0;
    }
}
