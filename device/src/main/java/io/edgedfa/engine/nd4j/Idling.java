package io.edgedfa.engine.nd4j;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.HashMap;
import java.util.Map;

/**
 * Has the threads of ND4J's libraries sleep while they have nothing to do. Left alone, those of OpenMP (in ND4J's loops) and of
 * OpenBLAS spin for some ten milliseconds after each piece of work: they take the cores from each other, so that a step on two
 * cores lasts longer than on one, and from whatever else runs.
 *
 * <p>Both are told by the environment, which they read once, when they are loaded. Other libraries in the process that are
 * loaded before or after do not see it. What the user has set stays.
 */
final class Idling {
    /** The least that OpenBLAS takes: 2^4 ticks of the processor's clock. */
    private static final Map<String, String> VARIABLES = Map.of("OMP_WAIT_POLICY", "passive", "OPENBLAS_THREAD_TIMEOUT", "4");

    /** Functions of the C library, by their names there. */
    private interface LibC extends Library {
        int setenv(String name, String value, int overwrite);

        int unsetenv(String name);
    }

    private Idling() {}

    /** @param load loads the libraries */
    static void whileLoading(Runnable load) {
        LibC libc = Native.load("c", LibC.class);
        Map<String, String> added = new HashMap<>(VARIABLES);
        added.keySet().removeAll(System.getenv().keySet());
        added.forEach((name, value) -> libc.setenv(name, value, 1));
        try {
            load.run();
        } finally {
            added.keySet().forEach(libc::unsetenv);
        }
    }
}
