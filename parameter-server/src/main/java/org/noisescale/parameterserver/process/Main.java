package org.noisescale.parameterserver.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The entry point of a server process, which has neither Spark nor a network library on its class path. */
public final class Main {
    private Main() {}

    /** Serves until the process is asked to end; exit status 2 if the arguments are wrong. */
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new ServeCommand())
                .setCommandName("noisescale serve")
                .setOut(writer(FileDescriptor.out))
                .setErr(writer(FileDescriptor.err))
                .setParameterExceptionHandler((trouble, wrong) -> {
                    String message = String.valueOf(trouble.getMessage()).replace('\n', ' ');
                    trouble.getCommandLine()
                            .getErr()
                            .println("noisescale: " + message + "; see noisescale serve --help");
                    return CommandLine.ExitCode.USAGE;
                });
        System.exit(command.execute(arguments));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
