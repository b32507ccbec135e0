package org.noisescale.driver.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The entry point. Nothing that owns a logger may be loaded before the command has said where the log goes. */
public final class Main {
    private Main() {}

    /** Runs a command; exit status 0 success, 1 a run failed, 2 the input is wrong. */
    public static void main(String[] arguments) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        System.exit(Noisescale.commandLine(out, err).execute(arguments));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
