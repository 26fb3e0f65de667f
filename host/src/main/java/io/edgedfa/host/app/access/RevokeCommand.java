package io.edgedfa.host.app.access;

import io.edgedfa.host.access.Principal;
import io.edgedfa.host.access.authority.Subject;
import java.io.IOException;
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

    @Mixin
    private GroupOption group;

    @Mixin
    private AuthorityOptions authority;

    /** Exactly one of them. */
    private static final class Who {
        @Parameters(paramLabel = "BOARD", arity = "0..1", description = "The board's id.")
        private String board;

        @Option(names = "--host", paramLabel = "NAME", description = "A host instead.")
        private String host;
    }

    @Override
    public Integer call() throws IOException {
        Subject subject = who.board != null ? group.board(who.board) : Subject.host(who.host);
        int revoked = authority.let(enrolment -> enrolment.revoke(Principal.CONSOLE, subject.name()));
        if (revoked == 0) {
            throw new ParameterException(spec.commandLine(), subject.name() + " has no certificate that counts");
        }
        spec.commandLine().getOut().printf("revoked %d of %s; have the broker read %s again (systemctl reload mosquitto)%n", revoked,
                subject.name(), authority.folder().toAbsolutePath());
        return 0;
    }
}
