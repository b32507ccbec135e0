package org.noisescale.driver.cli;

import java.util.concurrent.Callable;
import org.noisescale.driver.bench.StatisticsBench;
import org.noisescale.driver.bench.StatisticsPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale bench statistics}. */
@Command(
        name = "statistics",
        description = "Measures how long workers that share the statistics of a BatchNormalization wait for each other:"
                + " the round trip through the parameter server, over shared memory, in milliseconds.",
        mixinStandardHelpOptions = true)
final class BenchStatisticsCommand implements Callable<Integer> {
    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "512",
            description = "How many channels the layer has (default: ${DEFAULT-VALUE}).")
    private int channels;

    @Option(names = "--workers", paramLabel = "W", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5000",
            description = "How many are measured (default: ${DEFAULT-VALUE}).")
    private int rounds;

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws InterruptedException {
        Numbers.requireAtLeast("--channels", channels, 1);
        Numbers.requireAtLeast("--workers", workers, 1);
        Numbers.requireAtLeast("--rounds", rounds, 1);
        StatisticsBench bench = new StatisticsBench(new StatisticsPlan(channels, workers));
        bench.run(rounds).table().forEach(spec.commandLine().getOut()::println);
        return 0;
    }
}
