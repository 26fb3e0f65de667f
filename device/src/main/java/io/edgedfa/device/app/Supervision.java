package io.edgedfa.device.app;

import io.edgedfa.device.board.ServiceManager;
import java.time.Duration;
import java.util.Optional;

/** How the process stands to who started it: systemd, where there is one, is told when it is ready, alive, or about to end. */
final class Supervision {
    private final BoardFile configFile;
    private final ServiceManager manager;
    private final long feedNanos;
    private long fedNanos;

    private Supervision(BoardFile configFile, ServiceManager manager, Optional<Duration> feedEvery) {
        this.configFile = configFile;
        this.manager = manager;
        this.feedNanos = feedEvery.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** As the environment says. */
    static Supervision of(BoardFile configFile) {
        return new Supervision(configFile, ServiceManager.at(System.getenv("NOTIFY_SOCKET")), ServiceManager.feedEvery(
                System.getenv("WATCHDOG_USEC"), System.getenv("WATCHDOG_PID"), ProcessHandle.current().pid()));
    }

    /** Whether systemd started the process, so that it starts it again. */
    boolean present() {
        return System.getenv("NOTIFY_SOCKET") != null || System.getenv("INVOCATION_ID") != null;
    }

    /** The configuration that the process was started with. */
    BoardFile configFile() {
        return configFile;
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
