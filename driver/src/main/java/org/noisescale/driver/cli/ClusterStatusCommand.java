package org.noisescale.driver.cli;

import java.util.concurrent.Callable;
import org.noisescale.driver.cluster.LocalCluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code noisescale cluster status}. */
@Command(
        name = "status",
        description = "Says what is alive; exit status 0 if all of it is.",
        mixinStandardHelpOptions = true)
final class ClusterStatusCommand implements Callable<Integer> {
    @Mixin
    private final ClusterState state = new ClusterState();

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() {
        LocalCluster cluster = state.cluster();
        if (!cluster.exists()) {
            spec.commandLine().getOut().println("no cluster (" + state.folder() + ")");
            return 1;
        }
        return ClusterTable.print(cluster, spec.commandLine().getOut()) ? 0 : 1;
    }
}
