package org.noisescale.driver.cli;

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
        String hint = UnmatchedArgumentException.getSuggestions(trouble).isEmpty()
                ? "see noisescale --help"
                : "did you mean " + UnmatchedArgumentException.getSuggestions(trouble).get(0) + "?";
        line.getErr().println("noisescale: " + trouble.getMessage().replace('\n', ' ') + "; " + hint);
        return WRONG_INPUT;
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
        line.getErr().println("noisescale: unexpected " + trouble
                + "; this is a fault in noisescale, --verbose shows where");
        return RUN_FAILED;
    }
}
