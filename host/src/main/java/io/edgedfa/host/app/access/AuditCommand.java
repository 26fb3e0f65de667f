package io.edgedfa.host.app.access;

import io.edgedfa.host.access.Audit;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.AuditRecord;
import io.edgedfa.text.Printable;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code audit}: who did what. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Say who did what, newest first.")
public final class AuditCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption store;

    @Option(names = "--limit", defaultValue = "100", paramLabel = "N",
            description = "Entries at most, 1 to " + MOST + " (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw new ParameterException(spec.commandLine(), "--limit is " + limit + "; allowed are 1 to " + MOST);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Database database = store.open()) {
            for (AuditRecord entry : new Audit(database, Clock.systemUTC()).list(Long.MAX_VALUE, limit)) {
                // what is kept is data, and may hold lines of its own
                out.printf("%6d  %s  %-16s %-20s %s%n", entry.id(), Days.of(entry.timeMs()), entry.who(), entry.action(),
                        Printable.text(entry.detail()));
            }
        }
        return 0;
    }
}
