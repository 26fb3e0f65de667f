package io.edgedfa.host.web;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.host.fleet.BoardView;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.web.api.BoardSummary;
import io.edgedfa.host.web.http.Replies;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Server-sent events: a snapshot of the fleet about once a second. Each listener has a server thread of its own, so a slow
 * one holds up nobody; the number of listeners is bounded.
 */
final class LiveFeed {
    static final int MAX_LISTENERS = 32;
    /** Boards in a snapshot; the totals count them all. */
    static final int MAX_BOARDS = 200;
    private static final long PERIOD_MS = 1_000;

    private final Fleet fleet;
    private final Semaphore seats = new Semaphore(MAX_LISTENERS);
    private byte[] event = {};
    private long builtNanos;
    private boolean closed;

    LiveFeed(Fleet fleet) {
        this.fleet = fleet;
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
        for (byte[] next = event(); next != null; next = pause()) {
            out.write(next);
            out.flush();
        }
    }

    private synchronized byte[] pause() throws InterruptedException {
        if (!closed) {
            wait(PERIOD_MS);
        }
        return event();
    }

    /** The current event, built once for all listeners; null once closed. */
    private synchronized byte[] event() {
        if (closed) {
            return null;
        }
        long nowNanos = System.nanoTime();
        if (event.length == 0 || nowNanos - builtNanos > PERIOD_MS * 1_000_000 / 2) {
            event = ("data: " + Replies.json(snapshot()) + "\n\n").getBytes(StandardCharsets.UTF_8);
            builtNanos = nowNanos;
        }
        return event;
    }

    private Map<String, Object> snapshot() {
        List<BoardView> boards = fleet.boards();
        long online = boards.stream().filter(BoardView::online).count();
        Map<String, Object> snapshot = new LinkedHashMap<>();
        snapshot.put("now", fleet.nowMs());
        snapshot.put("brokerUri", fleet.settings().brokerUri());
        snapshot.put("group", fleet.settings().group());
        snapshot.put("brokerConnected", fleet.brokerConnected());
        snapshot.put("total", boards.size());
        snapshot.put("online", online);
        snapshot.put("dead", boards.size() - online);
        snapshot.put("samples", boards.stream().mapToLong(LiveFeed::samples).sum());
        snapshot.put("boards", boards.stream().limit(MAX_BOARDS).map(board -> BoardSummary.of(board, 0)).toList());
        return snapshot;
    }

    private static long samples(BoardView board) {
        Long samples = board.count(BoardMetrics.SAMPLES);
        return samples == null ? 0 : samples;
    }

    /** Ends every stream. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
