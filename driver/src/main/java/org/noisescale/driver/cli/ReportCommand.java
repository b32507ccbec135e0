package org.noisescale.driver.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.report.ReportWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisescale report}. */
@Command(
        name = "report",
        description = "Draws the report of an output folder again, or compares several.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Output folders of runs.")
    private final List<Path> folders = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write (default: report.html in the folder; comparison.html here for several).")
    private @Nullable Path target;

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(ReportWriter.write(folders, target()));
        return 0;
    }

    private Path target() {
        if (target != null) {
            return target;
        }
        return folders.size() == 1 ? folders.get(0).resolve("report.html") : Path.of("comparison.html");
    }
}
