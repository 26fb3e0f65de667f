package io.edgedfa.device.board;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells the service manager, systemd, how the process is doing. Without one, or if a message cannot be sent, nothing happens
 * but that the line why comes back; trouble is logged when it begins, not at each message. Never waits. Thread-safe.
 *
 * <p>Source: sd_notify(3), "Notes": one datagram of {@code NAME=VALUE} lines to the socket named by {@code $NOTIFY_SOCKET};
 * sd_watchdog_enabled(3) for the watchdog.
 */
public final class ServiceManager {
    private static final Logger LOG = System.getLogger(ServiceManager.class.getName());
    private static final int MAX_STATUS = 500; // characters; systemd takes 4096 bytes of a message
    private static final int MAX_NAME = 107; // bytes of a socket's name, unix(7)

    private final String socket;
    private final Natives natives; // null if there is nobody to tell
    private final Optional<String> absence;
    private Optional<String> trouble = Optional.empty();

    private ServiceManager(String socket, Natives natives, Optional<String> absence) {
        this.socket = socket;
        this.natives = natives;
        this.absence = absence;
    }

    /**
     * Loads {@link Natives} if there is a manager.
     *
     * @param notifySocket value of {@code $NOTIFY_SOCKET}: a path, or {@code @} and an abstract name; null or empty: no manager
     */
    public static ServiceManager at(String notifySocket) {
        if (notifySocket == null || notifySocket.isEmpty()) {
            return new ServiceManager("", null, Optional.of("no service manager: NOTIFY_SOCKET is not set"));
        }
        boolean named = (notifySocket.startsWith("/") || notifySocket.startsWith("@")) && notifySocket.length() > 1;
        if (!named || notifySocket.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            return new ServiceManager("", null, Optional.of("NOTIFY_SOCKET = \"" + notifySocket
                    + "\", allowed: an absolute path or @NAME, at most " + MAX_NAME + " bytes"));
        }
        Natives natives = Natives.load();
        return new ServiceManager(notifySocket, natives, natives.absence());
    }

    /** Why nobody is told; absent if somebody is. */
    public Optional<String> absence() {
        return absence;
    }

    /** The process has started, or has read its configuration again. Returns why the message could not be sent. */
    public Optional<String> ready() {
        return send("READY=1");
    }

    /** The process begins to end. Returns why the message could not be sent. */
    public Optional<String> stopping() {
        return send("STOPPING=1");
    }

    /** The process begins to read its configuration again; {@link #ready} follows. Returns why it could not be sent. */
    public Optional<String> reloading() {
        if (absence.isPresent()) {
            return absence;
        }
        OptionalLong micros = natives.monotonicMicros();
        return micros.isEmpty() ? Optional.of("CLOCK_MONOTONIC cannot be read")
                : send("RELOADING=1\nMONOTONIC_USEC=" + micros.getAsLong());
    }

    /** The process is alive: feeds the watchdog. Returns why the message could not be sent. */
    public Optional<String> feedWatchdog() {
        return send("WATCHDOG=1");
    }

    /** @param text one line for people, of which 500 characters are sent. Returns why the message could not be sent. */
    public Optional<String> status(String text) {
        String line = text.replace('\n', ' ').replace('\r', ' ');
        return send("STATUS=" + (line.length() <= MAX_STATUS ? line : line.substring(0, MAX_STATUS)));
    }

    private synchronized Optional<String> send(String message) {
        if (absence.isPresent()) {
            return absence;
        }
        Optional<String> refusal = natives.send(socket, message.getBytes(StandardCharsets.UTF_8));
        if (refusal.isPresent() && !refusal.equals(trouble)) {
            LOG.log(Level.WARNING,
                    "the service manager is not told " + message.lines().findFirst().orElse("") + ": " + refusal.get());
        }
        trouble = refusal;
        return refusal;
    }

    /**
     * How often to feed the watchdog: twice in the time after which it bites.
     *
     * @param watchdogUsec value of {@code $WATCHDOG_USEC}: that time in microseconds; null or empty: no watchdog
     * @param watchdogPid  value of {@code $WATCHDOG_PID}: the process that is watched; null or empty: any
     * @param pid          of this process
     * @return absent if no watchdog watches this process, or, with a warning, if the values make no sense
     */
    public static Optional<Duration> feedEvery(String watchdogUsec, String watchdogPid, long pid) {
        if (watchdogUsec == null || watchdogUsec.isEmpty()) {
            return Optional.empty();
        }
        try {
            long micros = Long.parseLong(watchdogUsec.strip());
            if (micros > 1) {
                boolean ours = watchdogPid == null || watchdogPid.isEmpty() || Long.parseLong(watchdogPid.strip()) == pid;
                return ours ? Optional.of(Duration.ofNanos(Math.multiplyExact(micros / 2, 1000L))) : Optional.empty();
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // logged below
        }
        LOG.log(Level.WARNING, "WATCHDOG_USEC = \"" + watchdogUsec + "\", WATCHDOG_PID = \"" + watchdogPid
                + "\", allowed: microseconds above 1 and the number of a process; no watchdog is fed");
        return Optional.empty();
    }
}
