package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.cluster.ClusterPlan;
import org.noisescale.driver.cluster.LocalCluster;
import org.noisescale.driver.study.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale cluster start}. */
@Command(
        name = "start",
        description =
                "Starts Spark's master and workers, parameter servers, and a media driver for all of them, says how to"
                        + " use them, and starts again what is killed.",
        mixinStandardHelpOptions = true)
final class ClusterStartCommand implements Callable<Integer> {
    @Mixin
    private final ClusterState state = new ClusterState();

    @Option(names = "--workers", paramLabel = "N", description = "How many workers (default: ${DEFAULT-VALUE}).")
    private int workers = 2;

    @Option(
            names = "--cores",
            paramLabel = "N",
            description = "How many tasks each worker runs at once (default: ${DEFAULT-VALUE}).")
    private int cores = 1;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "What the executors of each worker may use (default: ${DEFAULT-VALUE}, which is what an"
                    + " executor asks for).")
    private String memory = "1g";

    @Option(
            names = "--servers",
            paramLabel = "M",
            description = "How many parameter servers (default: ${DEFAULT-VALUE}; without any, the shards are in the"
                    + " process of each run).")
    private int servers;

    @Option(
            names = "--shards-per-server",
            paramLabel = "K",
            description = "How many threads each server has for a run (default: ${DEFAULT-VALUE}).")
    private int shards = 1;

    @Option(
            names = "--checkpoint-dir",
            paramLabel = "DIR",
            description = "Where servers keep checkpoints, from which runs go on when one was killed and is started"
                    + " again (default: the folder checkpoints in that of --state).")
    private @Nullable Path checkpoints;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Where everything listens (default: ${DEFAULT-VALUE}, so that only this machine gets in).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "That of the master (default: ${DEFAULT-VALUE}; 0 takes any).")
    private int port = 7077;

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws InterruptedException {
        LocalCluster cluster = state.cluster();
        cluster.start(plan());
        PrintWriter out = spec.commandLine().getOut();
        ClusterTable.print(cluster, out);
        out.println();
        out.println("Use it:  noisescale run batch-noise --master " + cluster.master() + " --media-driver "
                + cluster.mediaDriver() + servers(cluster));
        out.println("End it:  noisescale cluster stop" + state.given());
        return 0;
    }

    private static String servers(LocalCluster cluster) {
        List<String> servers = cluster.servers();
        return servers.isEmpty() ? "" : " --set 'server=" + servers.toString().replace(" ", "") + "'";
    }

    private ClusterPlan plan() {
        try {
            return new ClusterPlan(
                    host,
                    port,
                    new ClusterPlan.Workers(workers, cores, memory),
                    new ClusterPlan.Servers(servers, shards, Optional.ofNullable(checkpoints)));
        } catch (IllegalArgumentException wrong) {
            throw new InputException("--" + wrong.getMessage(), wrong);
        }
    }
}
