package io.edgedfa.host.app;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Answers bad arguments with one line on stderr and exit code 2. To be set on the command that is executed. */
final class UsageError implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String message = e.getMessage().replaceAll("\\s+", " ");
        command.getErr().println("error: " + message + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
