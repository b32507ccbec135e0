package org.noisescale.parameterserver.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.noisescale.parameterserver.diagnosis.JavaModules;
import org.noisescale.parameterserver.transport.DatagramLength;
import picocli.CommandLine;

/** The entry point of a server process, which has neither Spark nor a network library on its class path. */
public final class Main {
    private static final String DOCTOR = "doctor";

    private Main() {}

    /** Serves until the process is asked to end, or looks at this machine; exit status 2 if the arguments are wrong. */
    public static void main(String[] arguments) {
        JavaModules.complaint(JavaModules.OF_A_SERVER)
                .or(DatagramLength::complaint)
                .ifPresent(Main::refuse);
        boolean isDoctor = arguments.length > 0 && arguments[0].equals(DOCTOR);
        String name = "noisescale " + (isDoctor ? DOCTOR : "serve");
        CommandLine command = new CommandLine(isDoctor ? new DoctorCommand() : new ServeCommand())
                .setCommandName(name)
                .setOut(writer(FileDescriptor.out))
                .setErr(writer(FileDescriptor.err))
                .setParameterExceptionHandler((trouble, wrong) -> {
                    String message = String.valueOf(trouble.getMessage()).replace('\n', ' ');
                    trouble.getCommandLine().getErr().println("noisescale: " + message + "; see " + name + " --help");
                    return CommandLine.ExitCode.USAGE;
                });
        System.exit(command.execute(isDoctor ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments));
    }

    private static void refuse(String complaint) {
        writer(FileDescriptor.err).println("noisescale: " + complaint);
        System.exit(CommandLine.ExitCode.USAGE);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
