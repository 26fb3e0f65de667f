package io.edgedfa.host.app.access;

import io.edgedfa.host.access.Audit;
import io.edgedfa.host.access.Principal;
import io.edgedfa.host.access.Role;
import io.edgedfa.host.access.Tokens;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.TokenRecord;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code token}: the keys to the HTTP interface. */
@Command(name = "token", mixinStandardHelpOptions = true,
        description = "Make, list and revoke tokens for the HTTP interface. A running host knows of a change with its next request.")
public final class TokenCommand implements Runnable {
    private static final Clock CLOCK = Clock.systemUTC();

    @Spec
    private CommandSpec spec;

    /** A part is needed. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to do is missing; allowed: "
                + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(name = "add", mixinStandardHelpOptions = true,
            description = "Make a token and print it, once: the database keeps only its hash.")
    int add(@Mixin StoreOption store,
            @Parameters(paramLabel = "NAME", description = "Whose it is: 1 to 64 letters, digits and . _ - :") String name,
            @Option(names = "--role", defaultValue = "read", paramLabel = "ROLE",
                    description = "read, or operate to send commands, too (default: ${DEFAULT-VALUE}).") String role,
            @Option(names = "--days", defaultValue = "365", paramLabel = "N",
                    description = "How long it works, 1 to 3660 (default: ${DEFAULT-VALUE}).") int days) {
        try (Database database = store.open()) {
            String token = new Tokens(database, CLOCK).add(name, Role.of(role), Duration.ofDays(days));
            new Audit(database, CLOCK).record(Principal.CONSOLE, "token.add", name + ", role " + role + ", " + days + " days");
            PrintWriter err = spec.commandLine().getErr();
            err.println("The token of " + name + ", role " + role + ", is shown this once. Keep it in a file of mode 600.");
            spec.commandLine().getOut().println(token);
        }
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Say which tokens there are, without what they say.")
    int list(@Mixin StoreOption store) {
        PrintWriter out = spec.commandLine().getOut();
        try (Database database = store.open()) {
            out.printf("%-24s %-8s %-16s  %-16s  %s%n", "name", "role", "made (UTC)", "expires", "state");
            for (TokenRecord token : new Tokens(database, CLOCK).list()) {
                String state = token.revokedMs() != null ? "revoked " + Days.of(token.revokedMs())
                        : token.worksAt(CLOCK.millis()) ? "works" : "expired";
                out.printf("%-24s %-8s %-16s  %-16s  %s%n", token.name(), token.role(), Days.of(token.createdMs()),
                        Days.of(token.expiresMs()), state);
            }
        }
        return 0;
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Take a token's power away at once.")
    int revoke(@Mixin StoreOption store, @Parameters(paramLabel = "NAME") String name) {
        try (Database database = store.open()) {
            if (!new Tokens(database, CLOCK).revoke(name)) {
                throw new ParameterException(spec.commandLine(), "no working token is named '" + name + "'; token list says which are");
            }
            new Audit(database, CLOCK).record(Principal.CONSOLE, "token.revoke", name);
            spec.commandLine().getOut().println("revoked " + name);
        }
        return 0;
    }
}
