package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisescale.driver.study.catalog.BuiltInStudy;
import org.noisescale.driver.study.catalog.StudyCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code noisescale studies}. */
@Command(
        name = "studies",
        description = "Lists the built-in studies with their question.",
        mixinStandardHelpOptions = true)
final class StudiesCommand implements Callable<Integer> {
    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<BuiltInStudy> studies = StudyCatalog.studies();
        int width =
                studies.stream().mapToInt(study -> study.name().length()).max().orElse(1);
        for (BuiltInStudy study : studies) {
            out.printf("%-" + width + "s  %s%n", study.name(), study.question());
        }
        return 0;
    }
}
