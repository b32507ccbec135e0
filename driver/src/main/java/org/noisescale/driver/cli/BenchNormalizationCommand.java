package org.noisescale.driver.cli;

import java.util.concurrent.Callable;
import org.noisescale.driver.bench.NormalizationBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale bench batch-norm}. */
@Command(
        name = "batch-norm",
        description = "Measures a forward and a backward pass of BatchNormalization on 64 x 512 features and on 32 x 64"
                + " x 28 x 28 images: DL4J's own layer and the one that takes its place in workers, in turn.",
        mixinStandardHelpOptions = true)
final class BenchNormalizationCommand implements Callable<Integer> {
    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many of each are measured (default: ${DEFAULT-VALUE}).")
    private int passes;

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() {
        Numbers.requireAtLeast("--passes", passes, 1);
        NormalizationBench bench = new NormalizationBench(spec.commandLine().getErr()::println);
        bench.run(passes).table().forEach(spec.commandLine().getOut()::println);
        return 0;
    }
}
