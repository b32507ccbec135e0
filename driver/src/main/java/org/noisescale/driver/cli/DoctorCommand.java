package org.noisescale.driver.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.doctor.DriverCheckup;
import org.noisescale.driver.study.catalog.StudyCatalog;
import org.noisescale.parameterserver.diagnosis.Checkup;
import org.noisescale.parameterserver.diagnosis.Examination;
import org.noisescale.parameterserver.diagnosis.Finding;
import org.noisescale.parameterserver.process.CheckupOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisescale doctor}. */
@Command(
        name = "doctor",
        description =
                "Looks at what this machine or pod has of what a study needs, and says what to mend; exit status 1"
                        + " if it would fail.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Changes a key of the study, as run does. May be repeated.")
    private final List<String> settings = new ArrayList<>();

    @Option(names = "--master", paramLabel = "URL", description = "Spark master that is to be reached from here.")
    private @Nullable String master;

    @Option(
            names = "--natives",
            description = "Looks at the native libraries only, which unpacks them where that is still to be done.")
    private boolean natives;

    @Mixin
    private final CheckupOptions options = new CheckupOptions();

    private @Nullable String study;

    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "STUDY",
            description = "A built-in study or a YAML file, whose workers, shards and servers are meant.")
    void study(String nameOrFile) {
        study = nameOrFile;
    }

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Finding> findings = natives ? List.of(DriverCheckup.natives()) : all();
        Examination examination = new Examination(findings);
        examination.lines().forEach(spec.commandLine().getOut()::println);
        return examination.isPassed() ? 0 : 1;
    }

    private List<Finding> all() throws IOException, InterruptedException {
        Checkup checkup = study == null
                ? options.checkup()
                : options.checkup(DriverCheckup.of(StudyCatalog.read(study, settings)));
        return new DriverCheckup(checkup, Optional.ofNullable(master)).findings();
    }
}
