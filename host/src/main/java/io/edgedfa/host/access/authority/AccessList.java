package io.edgedfa.host.access.authority;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What each certificate's name may read and write at the broker, as Mosquitto reads it ({@code acl_file}).
 *
 * <p>Sparkplug puts the kind of message between group and board ({@code spBv1.0/GROUP/NDATA/BOARD}). Mosquitto's patterns can put
 * a client's whole name into a topic, not the two halves of {@code GROUP/BOARD}; a board known by its second half alone could
 * speak in every group. So every board is written out.
 */
final class AccessList {
    static final String FILE = "mosquitto.acl";

    private static final String HEAD = """
            # Written by `edge-dfa-host enroll` and `revoke`: changes made by hand are lost with the next one.
            # Whoever is not here, or asks for another topic, gets nothing.
            """;
    private static final String HOST = """

            user %s
            topic read spBv1.0/#
            topic write spBv1.0/+/NCMD/+
            topic write spBv1.0/+/DCMD/+/+
            topic write spBv1.0/STATE/+
            topic read edgedfa/#
            topic write edgedfa/+/samples/+/#
            """;
    private static final String BOARD = """

            user %1$s/%2$s
            topic write spBv1.0/%1$s/NBIRTH/%2$s
            topic write spBv1.0/%1$s/NDATA/%2$s
            topic write spBv1.0/%1$s/NDEATH/%2$s
            topic write spBv1.0/%1$s/DBIRTH/%2$s/+
            topic write spBv1.0/%1$s/DDATA/%2$s/+
            topic write spBv1.0/%1$s/DDEATH/%2$s/+
            topic read spBv1.0/%1$s/NCMD/%2$s
            topic read spBv1.0/%1$s/DCMD/%2$s/+
            topic read spBv1.0/STATE/+
            topic read edgedfa/%1$s/samples/%2$s/#
            topic write edgedfa/%1$s/predictions/%2$s/#
            """;

    private AccessList() {}

    /** @param names of hosts and boards that have a certificate which counts; those with a slash are boards */
    static String of(Collection<String> names) {
        SortedSet<String> sorted = new TreeSet<>(names);
        StringBuilder text = new StringBuilder(HEAD);
        sorted.stream().filter(name -> !name.contains("/")).forEach(name -> text.append(HOST.formatted(name)));
        sorted.stream().filter(name -> name.contains("/")).forEach(name -> {
            String[] halves = name.split("/", 2);
            text.append(BOARD.formatted(halves[0], halves[1]));
        });
        return text.toString();
    }
}
