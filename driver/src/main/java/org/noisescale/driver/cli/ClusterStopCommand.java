package org.noisescale.driver.cli;

import java.util.concurrent.Callable;
import org.noisescale.driver.cluster.LocalCluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code noisescale cluster stop}. */
@Command(name = "stop", description = "Ends everything that start has started.", mixinStandardHelpOptions = true)
final class ClusterStopCommand implements Callable<Integer> {
    @Mixin
    private final ClusterState state = new ClusterState();

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws InterruptedException {
        LocalCluster cluster = state.cluster();
        if (!cluster.exists()) {
            spec.commandLine().getOut().println("no cluster (" + state.folder() + ")");
            return 0;
        }
        int ended = cluster.stop();
        spec.commandLine().getOut().println("ended " + ended + (ended == 1 ? " process" : " processes"));
        return 0;
    }
}
