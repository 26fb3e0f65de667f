package io.edgedfa.device.board;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Requests to the kernel that Java has no words for. Without the C library, or with {@code -Dedgedfa.natives=off}, each does
 * nothing and says why. Nothing here throws: what goes wrong comes back as one line. Thread-safe.
 *
 * <p>Loading it loads JNA, some megabytes: whoever needs nothing of it does not load it.
 */
public final class Natives {
    /** System property: {@code off} does without all native code of this room. */
    public static final String PROPERTY = "edgedfa.natives";

    private final Optional<String> absence;

    /** Binds the library once per process, when first asked for. */
    private static final class Library {
        private static final Optional<String> ABSENCE = bind();

        private Library() {}

        private static Optional<String> bind() {
            try {
                LibC.bind();
                return Optional.empty();
            } catch (LinkageError | RuntimeException e) { // JNA, its own library, the C library or a function is missing
                String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                return Optional.of("the C library does not load: " + reason + " (" + e.getClass().getSimpleName() + ")");
            }
        }
    }

    private Natives(Optional<String> absence) {
        this.absence = absence;
    }

    /** The kernel's functions, or why there are none. */
    public static Natives load() {
        String wish = System.getProperty(PROPERTY, "on");
        if (wish.equals("off")) {
            return new Natives(Optional.of("native code is switched off: -D" + PROPERTY + "=off"));
        }
        if (!wish.equals("on")) {
            return new Natives(Optional.of("-D" + PROPERTY + " = \"" + wish + "\", allowed: on, off; taken as off"));
        }
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            return new Natives(Optional.of("there are requests to Linux only, and this is " + system));
        }
        return new Natives(Library.ABSENCE);
    }

    /** Why there are none; absent if there are. */
    public Optional<String> absence() {
        return absence;
    }

    /**
     * Keeps all memory of this process, present and future, from being swapped out: mlockall(2). All that is mapped becomes
     * resident, Java's whole heap and each thread's stack with it.
     *
     * @return why it could not be done; absent if it was
     */
    public Optional<String> lockMemory() {
        return absence.isPresent() ? absence : LibC.lockMemory();
    }

    /**
     * Has the calling thread, and threads that it starts from now on, run on these cores only: sched_setaffinity(2).
     *
     * @return why it could not be done, or that it could be in part; absent if it was
     */
    public Optional<String> pinCallingThread(Cores cores) {
        return absence.isPresent() ? absence : LibC.pin(cores);
    }

    /** Sends one datagram without waiting. Returns why it could not be sent. @param name as {@link LibC#send} has it */
    Optional<String> send(String name, byte[] message) {
        return absence.isPresent() ? absence : LibC.send(name, message);
    }

    /** Time of CLOCK_MONOTONIC in microseconds. */
    OptionalLong monotonicMicros() {
        return absence.isPresent() ? OptionalLong.empty() : LibC.monotonicMicros();
    }
}
