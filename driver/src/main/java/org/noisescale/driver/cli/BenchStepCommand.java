package org.noisescale.driver.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.noisescale.driver.bench.StepBench;
import org.noisescale.driver.bench.StepPlan;
import org.noisescale.driver.bench.StepPlan.Normalization;
import org.noisescale.driver.bench.StepReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale bench step}. */
@Command(
        name = "step",
        description = {
            "Measures whole training steps of the perceptron 784-512-256-10, with BatchNormalization by each worker's"
                    + " statistics and by those of all, and without, on 64 examples for each worker.",
            "Each worker is a JVM of its own; Adam runs on the server. Beside it stand steps of DL4J's own fit on 64"
                    + " examples in one process. A quarter of the inputs is always zero, so that state of the optimizer"
                    + " decays: compare the first steps with the last ones of a long run."
        },
        mixinStandardHelpOptions = true)
final class BenchStepCommand implements Callable<Integer> {
    @Mixin
    private final BenchParties parties = new BenchParties();

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many steps are measured (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--in-turn",
            description = "100 steps of each network after 100 of the others: compares them when the machine is not"
                    + " quiet, but all are slower, because the others' processes are there too.")
    private boolean inTurn;

    @Mixin
    private final CsvOption csv = new CsvOption();

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() {
        Numbers.requireAtLeast("--workers", parties.workers(), 1);
        Numbers.requireAtLeast("--shards", parties.shards(), 1);
        Numbers.requireAtLeast("--steps", steps, 1);
        csv.requireWritable();
        StepBench bench = new StepBench(
                BenchStepWorkerCommand::arguments, spec.commandLine().getErr()::println);
        List<StepPlan> plans = List.of(
                new StepPlan(Normalization.LOCAL, parties.workers(), parties.shards(), 0),
                new StepPlan(Normalization.SYNC, parties.workers(), parties.shards(), 1),
                new StepPlan(Normalization.NONE, parties.workers(), parties.shards(), 2));
        StepReport report = inTurn ? bench.runInTurn(plans, steps) : bench.run(plans, steps);
        report.table().forEach(spec.commandLine().getOut()::println);
        csv.write(report.csv());
        return 0;
    }
}
