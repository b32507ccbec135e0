package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.noisescale.driver.bench.KernelBench;
import org.noisescale.driver.bench.KernelReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale bench kernels}. */
@Command(
        name = "kernels",
        description = {
            "Measures every optimizer in GB/s beside a plain copy.",
            "Bytes are those of gradient (read), parameters and state (read and written); what an update costs on the"
                    + " server is to be near what a copy costs. Takes ten minutes, on a machine that has nothing else to do."
        },
        mixinStandardHelpOptions = true)
final class BenchKernelsCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Measure shortly, about three minutes; the figures scatter more.")
    private boolean quick;

    @Mixin
    private final CsvOption csv = new CsvOption();

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        KernelBench bench = new KernelBench(quick ? KernelBench.Length.QUICK : KernelBench.Length.FULL, err::println);
        csv.requireWritable();
        KernelReport report = bench.run();
        report.table().forEach(spec.commandLine().getOut()::println);
        csv.write(report.csv());
        return 0;
    }
}
