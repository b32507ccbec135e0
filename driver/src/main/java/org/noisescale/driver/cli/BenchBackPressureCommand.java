package org.noisescale.driver.cli;

import java.util.concurrent.Callable;
import org.noisescale.driver.bench.BackPressureBench;
import org.noisescale.driver.bench.PushPullPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final BenchParties parties = new BenchParties();

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
        Numbers.requireFrom("--workers", parties.workers(), 1, WORKERS_MAX);
        Numbers.requireFrom("--parameters", parameters, 1, PushPullPlan.PARAMETERS_MAX);
        Numbers.requireFrom("--rounds", rounds, 1, Integer.MAX_VALUE);
        Numbers.requireFrom("--pause", pauseMs, 0, 10_000);
        PushPullPlan plan = new PushPullPlan(parameters, parties.workers(), parties.shards(), 0, 0);
        Numbers.requireFrom("--shards", parties.shards(), 1, plan.shardsMax());
        new BackPressureBench(plan, rounds, pauseMs)
                .table()
                .forEach(spec.commandLine().getOut()::println);
        return 0;
    }
}
