package io.edgedfa.device.app.run;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What other threads ask of the loop's: it is done between two samples, and wakes the loop where that idles. */
final class LoopRequests implements Executor {
    private static final long LONGEST_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile Thread loop; // null before it runs
    private volatile boolean stopping;
    private volatile boolean reloading;

    /** The calling thread is the loop's. */
    void attach() {
        loop = Thread.currentThread();
    }

    /** On any thread. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        LockSupport.unpark(loop);
    }

    /** Asks for the end. On any thread. */
    void stop() {
        stopping = true;
        LockSupport.unpark(loop);
    }

    boolean stopping() {
        return stopping;
    }

    /** Asks for the configuration to be read again. On any thread. */
    void reload() {
        reloading = true;
        LockSupport.unpark(loop);
    }

    /** Whether that was asked for since the last call. */
    boolean takeReload() {
        boolean asked = reloading;
        if (asked) {
            reloading = false;
        }
        return asked;
    }

    /** Does what waits. */
    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Waits until something is asked for, at most 100 ms. @param nanos at most, not at all where none */
    void idle(long nanos) {
        if (nanos > 0) {
            LockSupport.parkNanos(Math.min(nanos, LONGEST_IDLE_NANOS));
        }
    }
}
