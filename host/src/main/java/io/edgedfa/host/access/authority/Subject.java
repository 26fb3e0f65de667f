package io.edgedfa.host.access.authority;

import io.edgedfa.text.Printable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whose a certificate is.
 *
 * @param name  its common name, at most 64 characters (RFC 5280, ub-common-name), by which the broker knows a client:
 *              {@code GROUP/BOARD} of a board, a word without a slash of anyone else, so that neither can be taken for the other
 * @param hosts names and addresses under which a broker is reached; empty for clients
 */
public record Subject(Kind kind, String name, List<String> hosts) {
    private static final int MOST_NAME = 64;
    private static final int MOST_HOSTS = 20;
    private static final String ALLOWED = "1 to 64 letters, digits and . _ -";
    /** Stands in files, topics and the broker's list of rights, so it must need no quoting anywhere. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}");

    /** @throws IllegalArgumentException naming the field, its value and what is allowed */
    public Subject {
        hosts = List.copyOf(hosts);
        if (name.length() > MOST_NAME) {
            throw new IllegalArgumentException("name is '" + name + "', " + name.length() + " characters; allowed are " + MOST_NAME
                    + ", group and board together");
        }
        if ((kind == Kind.BROKER) == hosts.isEmpty() || hosts.size() > MOST_HOSTS) {
            throw new IllegalArgumentException("hosts is " + hosts + "; allowed are 1 to " + MOST_HOSTS + " for a broker, none for a client");
        }
    }

    /** Of a board. */
    public static Subject board(String group, String board) {
        return new Subject(Kind.BOARD, requireWord("group", group) + "/" + requireWord("board", board), List.of());
    }

    /** Of a host. */
    public static Subject host(String name) {
        return new Subject(Kind.HOST, requireWord("host", name), List.of());
    }

    /** Of a broker, by the names and addresses that its clients know it by. */
    public static Subject broker(List<String> hosts) {
        for (String host : hosts) {
            if (!ADDRESS.matcher(host).matches()) {
                throw new IllegalArgumentException("broker is '" + Printable.text(host) + "'; allowed are host names and addresses");
            }
        }
        return new Subject(Kind.BROKER, "broker", hosts);
    }

    /** Files are named by it. */
    String group() {
        return name.substring(0, Math.max(0, name.indexOf('/')));
    }

    String word() {
        return name.substring(name.indexOf('/') + 1);
    }

    private static String requireWord(String field, String word) {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException(field + " is '" + Printable.text(word) + "'; allowed are " + ALLOWED + ", not beginning with a dot");
        }
        return word;
    }
}
