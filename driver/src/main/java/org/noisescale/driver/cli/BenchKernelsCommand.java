package org.noisescale.driver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.bench.KernelBench;
import org.noisescale.driver.bench.KernelReport;
import org.noisescale.driver.study.InputException;
import picocli.CommandLine.Command;
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

    @Option(names = "--csv", paramLabel = "FILE", description = "Also write the figures to a file.")
    private @Nullable Path csv;

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        KernelBench bench = new KernelBench(quick ? KernelBench.Length.QUICK : KernelBench.Length.FULL, err::println);
        if (csv != null) {
            write("", csv);
        }
        KernelReport report = bench.run();
        report.table().forEach(spec.commandLine().getOut()::println);
        if (csv != null) {
            write(String.join("\n", report.csv()) + "\n", csv);
        }
        return 0;
    }

    private static void write(String text, Path file) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new InputException("--csv " + file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
