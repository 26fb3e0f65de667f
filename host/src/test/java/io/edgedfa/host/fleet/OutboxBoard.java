package io.edgedfa.host.fleet;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.store.StoreLimits;
import io.edgedfa.device.telemetry.EdgeNode;
import io.edgedfa.device.telemetry.EdgeNodeSettings;
import io.edgedfa.device.telemetry.delivery.Outgoing;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;

/** A board that must lose nothing: the product's own store and edge node. It counts what it reports, from 1. */
final class OutboxBoard implements AutoCloseable {
    static final String GROUP = "chaos";
    static final String EVENT = "count";

    private final BoardStore store;
    private final EdgeNode node;
    private final Thread reporting;
    private volatile boolean stopped;
    private volatile long count;
    private volatile RuntimeException failure;

    /** The outbox as the edge node wants it. */
    private record StoredEntries(BoardStore board) implements Outgoing {
        @Override
        public OptionalLong store() {
            return OptionalLong.of(board.outbox().store());
        }

        @Override
        public List<Numbered> after(long number, int limit) {
            return board.outbox().after(number, limit).stream().map(this::numbered).toList();
        }

        @Override
        public void acknowledged(long storeId, long upTo) {
            board.outbox().acknowledge(upTo);
        }

        Numbered numbered(Entry entry) {
            return new Numbered(board.outbox().store(), entry.number(), entry.previous(), entry.timeMs(),
                    entry.kind() == Entry.Kind.LEARNER, metrics(entry));
        }

        private static List<Metric> metrics(Entry entry) {
            if (entry.kind() != Entry.Kind.EVENT) {
                return PayloadCodec.decode(entry.body()).metrics();
            }
            Event event = entry.event();
            return List.of(Metric.of(BoardMetrics.EVENT_KIND, event.timeMs(), event.kind()),
                    Metric.of(BoardMetrics.EVENT_TEXT, event.timeMs(), event.text()));
        }
    }

    /** Begins to connect and to report: every {@code everyMs} a report and an event, both with the same number. */
    OutboxBoard(Path folder, String brokerUri, String edge, long everyMs) {
        store = BoardStore.open(folder.resolve(edge + ".db"), StoreLimits.defaults(), Clock.systemUTC());
        StoredEntries entries = new StoredEntries(store);
        node = new EdgeNode(EdgeNodeSettings.of(URI.create(brokerUri), GROUP, edge, BoardMetrics.LEARNER), entries);
        node.start();
        reporting = new Thread(() -> report(entries, everyMs), "board-" + edge);
        reporting.setDaemon(true);
        reporting.start();
    }

    private void report(StoredEntries entries, long everyMs) {
        try {
            long lastMs = 0;
            while (!stopped) {
                long next = count + 1;
                long nowMs = Math.max(lastMs + 1, System.currentTimeMillis()); // of two with one time the host keeps one
                lastMs = nowMs;
                byte[] body = PayloadCodec.encode(new Payload(nowMs, Payload.NO_SEQ, List.of(
                        Metric.of(BoardMetrics.SAMPLES, nowMs, next), Metric.of(BoardMetrics.ACCURACY, nowMs, 0.5))));
                List<Entry> report = store.outbox().add(List.of(new Entry.Report(Entry.Kind.LEARNER, nowMs, body)));
                report.forEach(entry -> node.publish(entries.numbered(entry)));
                node.publish(entries.numbered(store.events().add(EVENT, Long.toString(next))));
                count = next;
                Thread.sleep(everyMs);
            }
        } catch (RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends reporting. @return how many reports, and events, are committed on the board */
    long stop() throws InterruptedException {
        stopped = true;
        reporting.join();
        if (failure != null) {
            throw failure;
        }
        return count;
    }

    /** Whether the host has acknowledged everything. */
    boolean delivered() {
        return store.outbox().oldest(1).isEmpty();
    }

    long waiting() {
        return store.outbox().oldest(10_000).size();
    }

    @Override
    public void close() {
        stopped = true;
        node.close();
        try {
            reporting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
