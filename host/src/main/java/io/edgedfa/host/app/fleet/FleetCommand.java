package io.edgedfa.host.app.fleet;

import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code fleet}: a running host, asked from a terminal. */
@Command(name = "fleet", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Asks a running host (serve) over its API: the boards, one board, what happened; and gives boards commands."
                + " Exit code 0: done; 1: the host is away, or a board refused; 2: what was asked cannot be.")
public final class FleetCommand {
    private FleetCommand() {}

    /** The command with its subcommands. @param terminal whether the process talks to a terminal, where lines can be redrawn */
    public static CommandLine create(BooleanSupplier terminal) {
        return new CommandLine(new FleetCommand())
                .addSubcommand(new ListCommand())
                .addSubcommand(new ShowCommand())
                .addSubcommand(new WatchCommand(terminal))
                .addSubcommand(new GiveCommand())
                .addSubcommand(new EventsCommand());
    }
}
