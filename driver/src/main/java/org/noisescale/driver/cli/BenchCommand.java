package org.noisescale.driver.cli;

import picocli.CommandLine.Command;

/** {@code noisescale bench} with its subcommands. */
@Command(
        name = "bench",
        description = "Measures how fast the parts are on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchKernelsCommand.class,
            BenchPushPullCommand.class,
            BenchMetersCommand.class,
            BenchBackPressureCommand.class,
            BenchWorkerCommand.class,
            BenchStepCommand.class,
            BenchNormalizationCommand.class,
            BenchStatisticsCommand.class,
            BenchStepWorkerCommand.class
        })
final class BenchCommand {}
