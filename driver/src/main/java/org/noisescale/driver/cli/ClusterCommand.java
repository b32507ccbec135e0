package org.noisescale.driver.cli;

import picocli.CommandLine.Command;

/** {@code noisescale cluster} with its subcommands. */
@Command(
        name = "cluster",
        description = "A Spark cluster of processes on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ClusterStartCommand.class, ClusterStatusCommand.class, ClusterStopCommand.class})
final class ClusterCommand {}
