package org.noisescale.driver.cli;

import java.nio.file.Path;
import org.noisescale.driver.cluster.LocalCluster;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that tells one cluster from another. */
final class ClusterState {
    private static final String OPTION = "--state";

    @Option(
            names = OPTION,
            paramLabel = "DIR",
            description = "Where the cluster is written down, with its logs (default: ${DEFAULT-VALUE}).",
            defaultValue = "${sys:user.home}/.noisescale/cluster")
    private Path folder = Path.of("");

    private CommandSpec command = CommandSpec.create();

    @Spec(Spec.Target.MIXEE)
    void command(CommandSpec mixee) {
        command = mixee;
    }

    /** The option as it was given, for another command on the same cluster; nothing where it was left out. */
    String given() {
        return command.commandLine().getParseResult().hasMatchedOption(OPTION) ? " " + OPTION + " " + folder : "";
    }

    LocalCluster cluster() {
        return new LocalCluster(folder);
    }

    Path folder() {
        return folder;
    }
}
