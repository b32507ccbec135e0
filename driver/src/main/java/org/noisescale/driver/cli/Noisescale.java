package org.noisescale.driver.cli;

import java.io.PrintWriter;
import org.noisescale.driver.results.Build;
import org.noisescale.parameterserver.process.ServeCommand;
import org.noisescale.parameterserver.transport.CoreBinding;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command {@code noisescale} with its subcommands. */
@Command(
        name = "noisescale",
        description = "Distributed training that measures the noise of stochastic gradient descent.",
        versionProvider = Noisescale.Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            StudiesCommand.class,
            ReportCommand.class,
            SelfTestCommand.class,
            BenchCommand.class,
            ServeCommand.class,
            ClusterCommand.class,
            DoctorCommand.class,
            MediaDriverCommand.class
        })
final class Noisescale {
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "On errors, show where in the program they arose.")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }

    /** The command line, writing to these; errors are one line unless {@code --verbose} asks for more. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        Noisescale top = new Noisescale();
        Troubles troubles = new Troubles(top);
        return new CommandLine(top)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Noisescale::execute)
                .setParameterExceptionHandler(troubles::onWrongArguments)
                .setExecutionExceptionHandler(troubles::onException);
    }

    /** Whatever the command is, a flag of this JVM that cannot be followed is refused before anything begins. */
    private static int execute(ParseResult parsed) {
        CoreBinding.findObstacle().ifPresent(reason -> {
            throw new ParameterException(parsed.commandSpec().commandLine(), reason);
        });
        return new RunLast().execute(parsed);
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"noisescale " + Build.current().version()};
        }
    }
}
