package org.noisescale.driver.cli;

import java.util.concurrent.Callable;
import org.noisescale.driver.bench.BackPressureBench;
import org.noisescale.driver.bench.PushPullPlan;
import org.noisescale.driver.study.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale bench back-pressure}. */
@Command(
        name = "back-pressure",
        description =
                "Measures how long workers and shards wait until they can send, while one worker is slower than the"
                        + " others: a line for each stream.",
        mixinStandardHelpOptions = true)
final class BenchBackPressureCommand implements Callable<Integer> {
    private static final int WORKERS_MAX = 1_024;

    @Option(
            names = "--parameters",
            paramLabel = "N",
            defaultValue = "537354",
            description = "Length of the vector (default: ${DEFAULT-VALUE}).")
    private int parameters;

    @Option(names = "--workers", paramLabel = "W", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--shards", paramLabel = "S", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int shards;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "500", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            defaultValue = "20",
            description = "How much longer the last worker takes for each round (default: ${DEFAULT-VALUE}).")
    private int pauseMs;

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws InterruptedException {
        require("--workers", workers, 1, WORKERS_MAX);
        require("--parameters", parameters, 1, PushPullPlan.PARAMETERS_MAX);
        require("--rounds", rounds, 1, Integer.MAX_VALUE);
        require("--pause", pauseMs, 0, 10_000);
        PushPullPlan plan = new PushPullPlan(parameters, workers, shards, 0, 0);
        require("--shards", shards, 1, plan.shardsMax());
        new BackPressureBench(plan, rounds, pauseMs)
                .table()
                .forEach(spec.commandLine().getOut()::println);
        return 0;
    }

    private static void require(String option, int was, int least, int most) {
        if (was < least || was > most) {
            throw new InputException(option + " must be from " + least + " to " + most + ", was " + was);
        }
    }
}
