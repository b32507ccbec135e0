package org.noisescale.driver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisescale.driver.bench.MeterBench;
import org.noisescale.driver.bench.PushPullPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final BenchParties parties = new BenchParties();

    @Mixin
    private final BenchPlacement placement = new BenchPlacement();

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
                placement::command,
                quick ? PAIRS_QUICK : PAIRS,
                spec.commandLine().getErr()::println);
        bench.run(plans).table().forEach(spec.commandLine().getOut()::println);
        return 0;
    }

    private List<PushPullPlan> plans() {
        List<PushPullPlan> plans = new ArrayList<>();
        Numbers.requireFrom("--workers", parties.workers(), 1, WORKERS_MAX);
        for (int length : parameters) {
            Numbers.requireFrom("--parameters", length, 1, PushPullPlan.PARAMETERS_MAX);
            PushPullPlan plan = new PushPullPlan(length, parties.workers(), parties.shards(), 0, 2 * plans.size());
            Numbers.requireFrom("--shards", parties.shards(), 1, plan.shardsMax());
            plans.add(plan);
        }
        return plans;
    }
}
