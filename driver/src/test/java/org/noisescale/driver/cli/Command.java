package org.noisescale.driver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The command line in this process, as a user meets it: arguments in; status, output and errors out. */
final class Command {
    private Command() {}

    /** What a command left on the terminal. */
    record Outcome(int status, String output, String errors) {
        List<String> lines() {
            return output.lines().toList();
        }

        List<String> errorLines() {
            return errors.lines().toList();
        }
    }

    static Outcome noisescale(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Noisescale.commandLine(new PrintWriter(out), new PrintWriter(err))
                .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Outcome(status, out.toString(), err.toString());
    }

    /** Runs a study that must succeed. */
    static Results run(Path study, Path folder, Object... further) {
        Object[] arguments = {"run", study, "--out", folder};
        Object[] all = Arrays.copyOf(arguments, arguments.length + further.length);
        System.arraycopy(further, 0, all, arguments.length, further.length);
        Outcome outcome = noisescale(all);
        if (outcome.status() != 0) {
            throw new AssertionError("status " + outcome.status() + ": " + outcome.errors() + outcome.output());
        }
        return new Results(folder);
    }

    static Path study(Path folder, String text) throws IOException {
        return Files.writeString(folder.resolve("study.yaml"), text);
    }
}
