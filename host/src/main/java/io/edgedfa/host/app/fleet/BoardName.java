package io.edgedfa.host.app.fleet;

import io.edgedfa.text.Printable;

/** Names of boards on the command line: {@code GROUP/EDGE}, or {@code EDGE} of the usual group. */
final class BoardName {
    static final String DEFAULT_GROUP = "edgedfa";

    private BoardName() {}

    /** As {@code GROUP/EDGE}. @throws IllegalArgumentException if it cannot be a board's */
    static String full(String name) {
        String full = name.contains("/") ? name : DEFAULT_GROUP + "/" + name;
        if (!full.matches("[^/]+/[^/]+")) {
            throw new IllegalArgumentException("BOARD = " + Printable.text(name) + "; allowed: GROUP/EDGE, or EDGE of the group " + DEFAULT_GROUP);
        }
        return full;
    }

    /** Its path in the API. */
    static String path(String name) {
        String[] parts = full(name).split("/");
        return "/api/boards/" + Host.encoded(parts[0]) + "/" + Host.encoded(parts[1]);
    }
}
