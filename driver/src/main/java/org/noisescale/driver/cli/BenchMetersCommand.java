package org.noisescale.driver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisescale.driver.bench.MeterBench;
import org.noisescale.driver.bench.PushPullPlan;
import org.noisescale.driver.study.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale bench meters}. */
@Command(
        name = "meters",
        description = "Measures what the shards' meters cost: rounds of push and pull with them, scraped over HTTP, in"
                + " turn with rounds without them.",
        mixinStandardHelpOptions = true)
final class BenchMetersCommand implements Callable<Integer> {
    private static final int PAIRS = 20;
    private static final int PAIRS_QUICK = 4;
    private static final int WORKERS_MAX = 1_024;

    @Option(
            names = "--parameters",
            split = ",",
            paramLabel = "N",
            defaultValue = "1024,537354",
            description = "Lengths of the vector (default: ${DEFAULT-VALUE}).")
    private List<Integer> parameters = List.of();

    @Option(names = "--workers", paramLabel = "W", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--shards", paramLabel = "S", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int shards;

    @Option(
            names = "--processes",
            description = "Each worker in a JVM of its own, as executors of a cluster are; otherwise threads.")
    private boolean processes;

    @Option(names = "--quick", description = "Measure shortly; the figures scatter more.")
    private boolean quick;

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() {
        List<PushPullPlan> plans = plans();
        MeterBench bench = new MeterBench(
                this::command, quick ? PAIRS_QUICK : PAIRS, spec.commandLine().getErr()::println);
        bench.run(plans).table().forEach(spec.commandLine().getOut()::println);
        return 0;
    }

    private List<PushPullPlan> plans() {
        List<PushPullPlan> plans = new ArrayList<>();
        require("--workers", workers, WORKERS_MAX);
        for (int length : parameters) {
            require("--parameters", length, PushPullPlan.PARAMETERS_MAX);
            PushPullPlan plan = new PushPullPlan(length, workers, shards, 0, 2 * plans.size());
            require("--shards", shards, plan.shardsMax());
            plans.add(plan);
        }
        return plans;
    }

    private static void require(String option, int was, int most) {
        if (was < 1 || was > most) {
            throw new InputException(option + " must be from 1 to " + most + ", was " + was);
        }
    }

    private List<String> command(PushPullPlan plan, int rank, String folder) {
        return processes ? BenchWorkerCommand.arguments(plan, rank, folder) : List.of();
    }
}
