package org.noisescale.driver.cli;

import java.util.List;
import org.noisescale.driver.job.RunFailedException;
import org.noisescale.driver.study.InputException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How errors reach the user: one line that says where, what and how to mend it; a stack trace only when asked for. */
final class Troubles {
    private static final int RUN_FAILED = 1;
    private static final int WRONG_INPUT = 2;

    private final Noisescale command;

    Troubles(Noisescale command) {
        this.command = command;
    }

    int onWrongArguments(ParameterException trouble, String[] arguments) {
        CommandLine line = trouble.getCommandLine();
        line.getErr()
                .println("noisescale: " + String.valueOf(trouble.getMessage()).replace('\n', ' ') + "; "
                        + hint(trouble));
        return WRONG_INPUT;
    }

    private static String hint(ParameterException trouble) {
        List<String> near =
                trouble instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return near.isEmpty() ? "see noisescale --help" : "did you mean " + near.get(0) + "?";
    }

    int onException(Exception trouble, CommandLine line, ParseResult parsed) {
        if (command.isVerbose()) {
            trouble.printStackTrace(line.getErr());
        }
        if (trouble instanceof InputException) {
            line.getErr().println("noisescale: " + trouble.getMessage());
            return WRONG_INPUT;
        }
        if (trouble instanceof RunFailedException) {
            line.getErr().println("noisescale: " + trouble.getMessage());
            return RUN_FAILED;
        }
        if (Interruption.isUnderWay()) {
            return RUN_FAILED;
        }
        line.getErr()
                .println(
                        "noisescale: unexpected " + trouble + "; this is a fault in noisescale, --verbose shows where");
        return RUN_FAILED;
    }
}
