package org.noisescale.driver.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisescale.driver.bench.PushPullPlan;
import org.noisescale.driver.bench.PushPullWorker;
import org.noisescale.parameterserver.transport.AeronNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code noisescale bench push-pull --processes} starts for each worker. */
@Command(name = "push-pull-worker", hidden = true)
final class BenchWorkerCommand implements Callable<Integer> {
    @Option(names = "--parameters", required = true)
    private int parameters;

    @Option(names = "--port", required = true)
    private int port;

    @Mixin
    private final BenchSeat seat = new BenchSeat();

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    /** The command line of such a process, from the main class on. */
    static List<String> arguments(PushPullPlan plan, int rank, String folder) {
        return BenchSeat.arguments(
                "push-pull-worker",
                List.of("--parameters=" + plan.parameters(), "--port=" + plan.port()),
                new BenchSeat.Place(plan.workers(), plan.shards(), plan.run(), rank),
                folder);
    }

    @Override
    public Integer call() throws IOException {
        BenchSeat.Place place = seat.place();
        PushPullPlan plan = new PushPullPlan(parameters, place.workers(), place.shards(), port, place.run());
        try (AeronNode node = port == 0 ? seat.openNode() : AeronNode.open();
                BufferedReader orders = BenchSeat.orders()) {
            PushPullWorker.serve(
                    plan, place.rank(), node, orders, spec.commandLine().getOut());
        }
        return 0;
    }
}
