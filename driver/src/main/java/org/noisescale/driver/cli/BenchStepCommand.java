package org.noisescale.driver.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.noisescale.driver.bench.StepBench;
import org.noisescale.driver.bench.StepPlan;
import org.noisescale.driver.bench.StepReport;
import org.noisescale.driver.study.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale bench step}. */
@Command(
        name = "step",
        description = {
            "Measures whole training steps of the perceptron 784-512-256-10, with and without BatchNormalization, on 64"
                    + " examples for each worker.",
            "Each worker is a JVM of its own; Adam runs on the server. Beside it stand steps of DL4J's own fit on 64"
                    + " examples in one process. A quarter of the inputs is always zero, so that state of the optimizer"
                    + " decays: compare the first steps with the last ones of a long run."
        },
        mixinStandardHelpOptions = true)
final class BenchStepCommand implements Callable<Integer> {
    @Option(names = "--workers", paramLabel = "W", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--shards", paramLabel = "S", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int shards;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many steps are measured (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Mixin
    private final CsvOption csv = new CsvOption();

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws InterruptedException {
        require("--workers", workers);
        require("--shards", shards);
        require("--steps", steps);
        csv.requireWritable();
        StepBench bench = new StepBench(
                BenchStepWorkerCommand::arguments, spec.commandLine().getErr()::println);
        StepReport report = bench.run(
                List.of(new StepPlan(true, workers, shards, 0), new StepPlan(false, workers, shards, 1)), steps);
        report.table().forEach(spec.commandLine().getOut()::println);
        csv.write(report.csv());
        return 0;
    }

    private static void require(String option, int was) {
        if (was < 1) {
            throw new InputException(option + " must be at least 1, was " + was);
        }
    }
}
