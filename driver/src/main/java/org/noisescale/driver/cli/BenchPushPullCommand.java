package org.noisescale.driver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisescale.driver.bench.PushPullBench;
import org.noisescale.driver.bench.PushPullPlan;
import org.noisescale.driver.bench.PushPullReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale bench push-pull}. */
@Command(
        name = "push-pull",
        description = {
            "Measures synchronous rounds: every worker pushes a vector, the shards add and apply Adam, every worker"
                    + " pulls the result.",
            "Beside it stands a plain copy of such a vector by one core, made between the rounds. 1,024 parameters are"
                    + " what the statistics of 512 channels need."
        },
        mixinStandardHelpOptions = true)
final class BenchPushPullCommand implements Callable<Integer> {
    /** Where parties meet. */
    private enum Transport {
        IPC,
        UDP
    }

    private static final int PORT = 40_960;
    private static final int PORTS = 3;

    @Option(
            names = "--parameters",
            split = ",",
            paramLabel = "N",
            defaultValue = "1024,537354,52444644",
            description = "Lengths of the vector (default: ${DEFAULT-VALUE}).")
    private List<Integer> parameters = List.of();

    @Mixin
    private final BenchParties parties = new BenchParties();

    @Mixin
    private final BenchPlacement placement = new BenchPlacement();

    @Option(
            names = "--transport",
            defaultValue = "ipc",
            description = "ipc (shared memory of one media driver) or udp over loopback (default: ${DEFAULT-VALUE}).")
    private Transport transport = Transport.IPC;

    @Option(names = "--quick", description = "Measure shortly; the figures scatter more.")
    private boolean quick;

    @Mixin
    private final CsvOption csv = new CsvOption();

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws InterruptedException {
        csv.requireWritable();
        PushPullBench.Length length = quick ? PushPullBench.Length.QUICK : PushPullBench.Length.FULL;
        PushPullBench bench =
                new PushPullBench(placement::command, length, spec.commandLine().getErr()::println);
        PushPullReport report = bench.run(plans());
        report.table().forEach(spec.commandLine().getOut()::println);
        csv.write(report.csv());
        return 0;
    }

    private List<PushPullPlan> plans() {
        List<PushPullPlan> plans = new ArrayList<>();
        Numbers.requireAtLeast("--workers", parties.workers(), 1);
        for (int length : parameters) {
            Numbers.requireFrom("--parameters", length, 1, PushPullPlan.PARAMETERS_MAX);
            int run = plans.size();
            int port = transport == Transport.UDP ? PORT + PORTS * run : 0;
            PushPullPlan plan = new PushPullPlan(length, parties.workers(), parties.shards(), port, run);
            Numbers.requireFrom("--shards", parties.shards(), 1, plan.shardsMax());
            plans.add(plan);
        }
        return plans;
    }
}
