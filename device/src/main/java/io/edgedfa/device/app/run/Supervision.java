package io.edgedfa.device.app.run;

import io.edgedfa.device.board.ServiceManager;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How the process stands to who started it: systemd, where there is one, is told when it is ready, alive, or about to end. */
public final class Supervision {
    private static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";

    private final boolean present;
    private final ServiceManager manager;
    private final long feedNanos;
    private long fedNanos;

    private Supervision(boolean present, ServiceManager manager, Optional<Duration> feedEvery) {
        this.present = present;
        this.manager = manager;
        this.feedNanos = feedEvery.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** As the environment says. @param environment of the process, by name */
    public static Supervision of(Map<String, String> environment) {
        String socket = environment.get(NOTIFY_SOCKET);
        return new Supervision(socket != null || environment.get("INVOCATION_ID") != null, ServiceManager.at(socket),
                ServiceManager.feedEvery(environment.get("WATCHDOG_USEC"), environment.get("WATCHDOG_PID"), ProcessHandle.current().pid()));
    }

    /** Whether systemd started the process, so that it starts it again. */
    boolean present() {
        return present;
    }

    void ready() {
        manager.ready();
    }

    void reloading() {
        manager.reloading();
    }

    void stopping() {
        manager.stopping();
    }

    void status(String line) {
        manager.status(line);
    }

    /** The loop is at work: feeds the watchdog when that is due. Nobody else does, so a loop that hangs is noticed. */
    void alive(long nowNanos) {
        if (feedNanos != Long.MAX_VALUE && nowNanos - fedNanos >= feedNanos) {
            fedNanos = nowNanos;
            manager.feedWatchdog();
        }
    }
}
