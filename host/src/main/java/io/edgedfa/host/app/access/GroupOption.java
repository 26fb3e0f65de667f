package io.edgedfa.host.app.access;

import io.edgedfa.host.access.authority.Subject;
import picocli.CommandLine.Option;

/** Which group a board belongs to. */
public final class GroupOption {
    @Option(names = "--group", defaultValue = "edgedfa", paramLabel = "ID", description = "The board's group (default: ${DEFAULT-VALUE}).")
    private String id;

    public String id() {
        return id;
    }

    /** A board of the group. @throws IllegalArgumentException naming group or board */
    public Subject board(String board) {
        return Subject.board(id, board);
    }
}
