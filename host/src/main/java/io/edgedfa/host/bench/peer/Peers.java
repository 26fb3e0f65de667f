package io.edgedfa.host.bench.peer;

import io.edgedfa.engine.Engines;
import io.edgedfa.engine.ort.OrtEngine;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The sides found for a comparison.
 *
 * @param ours    what is measured
 * @param present what it is compared with, in the order asked for
 * @param absent  what was asked for and is not there
 */
public record Peers(Peer ours, List<Peer> present, List<Absent> absent) {

    /** What the project knows how to compare with. */
    public static final List<String> KNOWN = List.of("pytorch", "nd4j");

    /** What brings peers onto the class path. */
    static final String HOW_TO_GET = "mvn -Pbench -DskipTests package";

    /**
     * A peer that is not there.
     *
     * @param reason   in one line
     * @param howToGet the command that brings it
     */
    public record Absent(String peer, String reason, String howToGet) {}

    /** Every name that {@link #find} takes, whether it is there or not. */
    public static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(KNOWN);
        names.addAll(Engines.names());
        names.remove(OrtEngine.NAME);
        return names;
    }

    /** Looks for peers. @param wanted of {@link #names} */
    public static Peers find(List<String> wanted) {
        List<Peer> present = new ArrayList<>();
        List<Absent> absent = new ArrayList<>();
        for (String name : wanted) {
            try {
                Peer peer = named(name);
                peer.describe();
                present.add(peer);
            } catch (RuntimeException | LinkageError e) {
                String reason = e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("").strip();
                absent.add(new Absent(name, reason, HOW_TO_GET));
            }
        }
        return new Peers(new EnginePeer(OrtEngine.NAME), List.copyOf(present), List.copyOf(absent));
    }

    /**
     * The side of a name, ours or a peer.
     *
     * @throws RuntimeException or {@link Error} when it is not on the class path or does not load
     */
    public static Peer named(String name) {
        if (Engines.names().contains(name)) {
            return new EnginePeer(name);
        }
        Iterator<Peer> providers = ServiceLoader.load(Peer.class).iterator();
        String broken = "";
        while (true) {
            try {
                if (!providers.hasNext()) {
                    throw new IllegalStateException("not on the class path" + broken);
                }
                Peer peer = providers.next();
                if (peer.name().equals(name)) {
                    return peer;
                }
            } catch (ServiceConfigurationError e) {
                // A class folder may still list what an earlier build with the profile had compiled.
                broken = "; " + e.getMessage();
            }
        }
    }
}
