package org.noisescale.driver.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.cluster.ClusterFailedException;
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
        return tell(trouble.getCommandLine(), oneLine(trouble.getMessage()) + "; " + hint(trouble), WRONG_INPUT);
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
        if (line.getCommand() instanceof Stoppable running && running.isStopped()) {
            return Interruption.STATUS;
        }
        if (trouble instanceof InputException) {
            return tell(line, oneLine(trouble.getMessage()), WRONG_INPUT);
        }
        if (trouble instanceof RunFailedException || trouble instanceof ClusterFailedException) {
            return tell(line, firstLine(trouble.getMessage()), RUN_FAILED);
        }
        return tell(
                line,
                "unexpected " + firstLine(trouble.toString())
                        + "; this is a fault in noisescale, --verbose shows where",
                RUN_FAILED);
    }

    private static int tell(CommandLine line, String message, int status) {
        line.getErr().println("noisescale: " + message);
        return status;
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).lines().map(String::strip).collect(Collectors.joining(" "));
    }

    private static String firstLine(@Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
