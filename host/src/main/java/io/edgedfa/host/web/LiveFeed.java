package io.edgedfa.host.web;

import io.edgedfa.host.web.http.Replies;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * Server-sent events: first {@code snapshot}, then about once a second {@code boards} with what changed. An event is built
 * once, for all listeners. Each listener has a server thread of its own, so a slow one holds up nobody; one that is too slow
 * to follow gets a new snapshot. The number of listeners is bounded, and nothing is built while there is none.
 */
final class LiveFeed {
    static final int MAX_LISTENERS = 32;
    private static final long PERIOD_NANOS = 1_000_000_000;
    /** Events kept for listeners that lag behind. */
    private static final int MAX_LAG = 8;

    private final Changes changes;
    private final Semaphore seats = new Semaphore(MAX_LISTENERS);
    private final Deque<byte[]> events = new ArrayDeque<>();
    private long built;
    private long builtNanos = System.nanoTime() - PERIOD_NANOS;
    private boolean closed;

    LiveFeed(Changes changes) {
        this.changes = changes;
    }

    /** {@code GET /api/live}: does not return while the listener is there. */
    void serve(Context context) {
        if (!seats.tryAcquire()) {
            Replies.refuse(context, 503, "there are " + MAX_LISTENERS + " listeners already");
            return;
        }
        try {
            context.disableCompression();
            context.header("Cache-Control", "no-store").contentType("text/event-stream");
            send(context.res().getOutputStream());
        } catch (IOException e) {
            // the listener has gone; there is nobody to tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            seats.release();
        }
    }

    private void send(OutputStream out) throws IOException, InterruptedException {
        long heard = -1;
        while (true) {
            long number;
            byte[] event;
            synchronized (this) {
                number = heard < 0 ? built : awaitNext(heard);
                if (closed) {
                    return;
                }
                boolean follows = heard >= 0 && number <= heard + MAX_LAG;
                number = follows ? heard + 1 : built;
                event = follows ? kept(number) : event("snapshot", changes.totals());
            }
            out.write(event);
            out.flush();
            heard = number;
        }
    }

    /** Waits until there is an event after that one; the number of the newest. */
    private long awaitNext(long heard) throws InterruptedException {
        while (!closed && built <= heard) {
            long leftMs = (builtNanos + PERIOD_NANOS - System.nanoTime()) / 1_000_000;
            if (leftMs > 0) {
                wait(leftMs);
            } else {
                build();
            }
        }
        return built;
    }

    private void build() {
        events.addLast(event("boards", changes.next()));
        if (events.size() > MAX_LAG) {
            events.removeFirst();
        }
        built++;
        builtNanos = System.nanoTime();
        notifyAll();
    }

    private byte[] kept(long number) {
        return events.stream().skip(events.size() - 1 - (built - number)).findFirst().orElseThrow();
    }

    private static byte[] event(String name, Object data) {
        return ("event: " + name + "\ndata: " + Replies.json(data) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Ends every stream. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
