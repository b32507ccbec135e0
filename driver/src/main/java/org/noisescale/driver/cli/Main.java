package org.noisescale.driver.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.noisescale.parameterserver.diagnosis.JavaModules;
import org.noisescale.parameterserver.transport.DatagramLength;

/** The entry point. Nothing that owns a logger may be loaded before the command has said where the log goes. */
public final class Main {
    private static final int WRONG_INPUT = 2;

    private Main() {}

    /** Runs a command; exit status 0 success, 1 a run failed, 2 the input is wrong. */
    public static void main(String[] arguments) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        Optional<String> complaint =
                JavaModules.complaint(JavaModules.ofADriver()).or(DatagramLength::complaint);
        if (complaint.isPresent()) {
            err.println("noisescale: " + complaint.get());
            System.exit(WRONG_INPUT);
        }
        System.exit(Noisescale.commandLine(out, err).execute(arguments));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
