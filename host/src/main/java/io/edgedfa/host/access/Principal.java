package io.edgedfa.host.access;

import io.edgedfa.text.Printable;
import java.util.regex.Pattern;

/**
 * Who does something.
 *
 * @param name 1 to 64 letters, digits and . _ - : so that it can stand in a log line, a table and a page
 * @param role what it may do
 */
public record Principal(String name, Role role) {
    // first: the constants below are checked against it
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    /** Whoever may run the host's commands on its machine: no token stands between them and the database. */
    public static final Principal CONSOLE = new Principal("console", Role.OPERATE);
    /** Whoever reaches a server that listens on loopback only. */
    public static final Principal LOOPBACK = new Principal("loopback", Role.READ);

    /** @throws IllegalArgumentException naming the field, its value and what is allowed */
    public Principal {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name is '" + Printable.beginning(String.valueOf(name), 100)
                    + "'; allowed are 1 to 64 letters, digits and . _ - :");
        }
        if (role == null) {
            throw new IllegalArgumentException("role is missing; allowed are read, operate");
        }
    }
}
