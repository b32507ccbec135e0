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
import org.noisescale.driver.bench.PushPullPlan;
import org.noisescale.driver.bench.PushPullWorker;
import org.noisescale.parameterserver.transport.AeronNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code noisescale bench push-pull --processes} starts for each worker; orders come in on the standard input. */
@Command(name = "push-pull-worker", hidden = true)
final class BenchWorkerCommand implements Callable<Integer> {
    @Option(names = "--parameters", required = true)
    private int parameters;

    @Option(names = "--workers", required = true)
    private int workers;

    @Option(names = "--shards", required = true)
    private int shards;

    @Option(names = "--port", required = true)
    private int port;

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
    static List<String> arguments(PushPullPlan plan, int rank, String folder) {
        return List.of(
                Main.class.getName(),
                "bench",
                "push-pull-worker",
                "--parameters=" + plan.parameters(),
                "--workers=" + plan.workers(),
                "--shards=" + plan.shards(),
                "--port=" + plan.port(),
                "--run=" + plan.run(),
                "--rank=" + rank,
                "--media-driver=" + folder);
    }

    @Override
    public Integer call() throws IOException {
        PushPullPlan plan = new PushPullPlan(parameters, workers, shards, port, run);
        try (AeronNode node = port == 0 ? AeronNode.open(Path.of(folder)) : AeronNode.open();
                BufferedReader orders = new BufferedReader(
                        new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
            PushPullWorker.serve(plan, rank, node, orders, spec.commandLine().getOut());
        }
        return 0;
    }
}
