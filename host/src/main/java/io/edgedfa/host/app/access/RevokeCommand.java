package io.edgedfa.host.app.access;

import io.edgedfa.host.access.Principal;
import io.edgedfa.host.access.authority.Subject;
import io.edgedfa.host.store.database.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code revoke}: a board or a host is no longer part of the fleet. */
@Command(name = "revoke", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Revoke every certificate of a board or a host. It counts once the broker has read its lists again.")
public final class RevokeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Who who;

    @Option(names = "--group", defaultValue = "edgedfa", paramLabel = "ID", description = "The board's group (default: ${DEFAULT-VALUE}).")
    private String group;

    @Mixin
    private AuthorityOption authority;

    @Mixin
    private StoreOption store;

    /** Exactly one of them. */
    private static final class Who {
        @Parameters(paramLabel = "BOARD", arity = "0..1", description = "The board's id.")
        private String board;

        @Option(names = "--host", paramLabel = "NAME", description = "A host instead.")
        private String host;
    }

    @Override
    public Integer call() throws IOException {
        Subject subject = who.board != null ? Subject.board(group, who.board) : Subject.host(who.host);
        PrintWriter out = spec.commandLine().getOut();
        try (Database database = store.open()) {
            int revoked = authority.open(database).revoke(Principal.CONSOLE, subject.name());
            if (revoked == 0) {
                throw new ParameterException(spec.commandLine(), subject.name() + " has no certificate that counts");
            }
            out.printf("revoked %d of %s; have the broker read %s again (systemctl reload mosquitto)%n", revoked, subject.name(),
                    authority.folder().toAbsolutePath());
        }
        return 0;
    }
}
