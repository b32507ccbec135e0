package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.noisescale.driver.bench.KernelBench;
import org.noisescale.driver.bench.KernelReport;
import org.noisescale.driver.study.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale bench kernels}. */
@Command(
        name = "kernels",
        description = {
            "Measures a shard's loops in GB/s beside a plain copy: every optimizer, sums of gradients, what is measured.",
            "Bytes are those of gradient (read), parameters and state (read and written); what an update costs on the"
                    + " server is to be near what a copy costs. Takes ten minutes, on a machine that has nothing else to do."
        },
        mixinStandardHelpOptions = true)
final class BenchKernelsCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Measure shortly, about three minutes; the figures scatter more.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "BEGINNING",
            description = "Measure the kernels whose names begin so, and the copy (default: all).")
    private List<String> beginnings = List.of("");

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
        KernelReport report = bench.run(names());
        report.table().forEach(spec.commandLine().getOut()::println);
        csv.write(report.csv());
        return 0;
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        for (String beginning : beginnings) {
            List<String> found = KernelBench.names().stream()
                    .filter(name -> name.startsWith(beginning))
                    .toList();
            if (found.isEmpty()) {
                throw new InputException("--only: no kernel begins with '" + beginning + "'; there are "
                        + String.join(", ", KernelBench.names()));
            }
            names.addAll(found);
        }
        return names;
    }
}
