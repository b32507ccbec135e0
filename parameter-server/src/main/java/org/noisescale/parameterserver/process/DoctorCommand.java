package org.noisescale.parameterserver.process;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.noisescale.parameterserver.diagnosis.Examination;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code noisescale doctor} where there is only a server: what does not concern Spark and Deeplearning4j. */
@Command(
        name = "doctor",
        description = "Looks at what a server needs of this machine, and says what to mend; exit status 1 if runs would"
                + " fail.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final CheckupOptions options = new CheckupOptions();

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Examination examination = new Examination(options.checkup().findings());
        examination.lines().forEach(spec.commandLine().getOut()::println);
        return examination.isPassed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
