package org.noisescale.driver.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisescale.driver.bench.StepPlan;
import org.noisescale.driver.bench.StepWorker;
import org.noisescale.parameterserver.transport.AeronNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code noisescale bench step} starts for each worker. */
@Command(name = "step-worker", hidden = true)
final class BenchStepWorkerCommand implements Callable<Integer> {
    @Option(names = "--normalization", required = true)
    private StepPlan.Normalization normalization = StepPlan.Normalization.NONE;

    @Mixin
    private final BenchSeat seat = new BenchSeat();

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    /** The command line of such a process, from the main class on. */
    static List<String> arguments(StepPlan plan, int rank, String folder) {
        return BenchSeat.arguments(
                "step-worker",
                List.of("--normalization=" + plan.normalization()),
                new BenchSeat.Place(plan.workers(), plan.shards(), plan.run(), rank),
                folder);
    }

    @Override
    public Integer call() throws IOException {
        BenchSeat.Place place = seat.place();
        StepPlan plan = new StepPlan(normalization, place.workers(), place.shards(), place.run());
        try (AeronNode node = seat.openNode();
                BufferedReader orders = BenchSeat.orders()) {
            StepWorker.serve(
                    plan, place.rank(), node, orders, spec.commandLine().getOut());
        }
        return 0;
    }
}
