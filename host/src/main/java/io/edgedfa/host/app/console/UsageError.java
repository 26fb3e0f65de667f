package io.edgedfa.host.app.console;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers bad arguments with one line on stderr and exit code 2. To be set on the command that is executed. */
public final class UsageError implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String message = message(e).replaceAll("\\s+", " ");
        command.getErr().println("error: " + message + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** A name that no subcommand has is answered with those that have one. */
    private static String message(ParameterException e) {
        CommandLine command = e.getCommandLine();
        if (e instanceof UnmatchedArgumentException unmatched && !command.getSubcommands().isEmpty()
                && !unmatched.getUnmatched().get(0).startsWith("-")) {
            return command.getCommandName() + " '" + unmatched.getUnmatched().get(0) + "' is unknown; allowed: "
                    + String.join(", ", command.getSubcommands().keySet());
        }
        return e.getMessage();
    }
}
