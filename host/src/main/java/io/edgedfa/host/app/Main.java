package io.edgedfa.host.app;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the host. */
@Command(name = "edge-dfa-host", mixinStandardHelpOptions = true, description = "Trains, serves and simulates boards.")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        CommandLine host = new CommandLine(new Main());
        host.addSubcommand(ExperimentCommand.create(System.getenv(), Path.of(System.getProperty("user.home"))));
        host.setParameterExceptionHandler(new UsageError());
        System.exit(host.execute(args));
    }
}
