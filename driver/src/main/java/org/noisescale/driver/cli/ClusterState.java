package org.noisescale.driver.cli;

import java.nio.file.Path;
import org.noisescale.driver.cluster.LocalCluster;
import picocli.CommandLine.Option;

/** The option that tells one cluster from another. */
final class ClusterState {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where the cluster is written down, with its logs (default: ${DEFAULT-VALUE}).",
            defaultValue = "${sys:user.home}/.noisescale/cluster")
    private Path folder = Path.of("");

    LocalCluster cluster() {
        return new LocalCluster(folder);
    }

    Path folder() {
        return folder;
    }
}
