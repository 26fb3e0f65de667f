package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.delivery.NodeInbox;
import io.edgedfa.device.telemetry.delivery.NodeMetrics;
import io.edgedfa.device.telemetry.delivery.Outgoing;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What other threads hand over and the edge node's thread takes. The lock guards every field, is notified at every change, and is
 * never held during input or output. Methods take it themselves.
 */
final class Handover {
    /** New entries that wait to go out; more are left to the outbox. */
    private static final int MAX_LIVE = 1_000;

    final Object lock = new Object();
    final NodeMetrics metrics = new NodeMetrics();
    final NodeInbox inbox = new NodeInbox();
    final Deque<Outgoing.Numbered> live = new ArrayDeque<>();
    /** The greatest number handed over. */
    long newest;
    boolean born;
    boolean closing;
    String lastError;

    void report(boolean ofDevice, List<Metric> changed) {
        synchronized (lock) {
            metrics.put(ofDevice, changed);
            noteRefusal();
            lock.notifyAll();
        }
    }

    /** An entry that is in the outbox now. Without a session it is taken from there later. */
    void publish(Outgoing.Numbered entry) {
        synchronized (lock) {
            metrics.know(entry);
            noteRefusal();
            newest = entry.number();
            if (born && live.size() < MAX_LIVE) {
                live.addLast(entry);
            }
            lock.notifyAll();
        }
    }

    /** Call under the lock. */
    void noteRefusal() {
        metrics.takeRefusal().ifPresent(why -> lastError = why);
    }

    /** A command to the node, on Paho's thread. */
    void command(Payload payload) {
        synchronized (lock) {
            if (inbox.put(payload)) {
                lock.notifyAll();
            }
        }
    }

    Optional<Payload> takeCommand() {
        synchronized (lock) {
            return inbox.takeCommand();
        }
    }

    void beginSession() {
        synchronized (lock) {
            inbox.beginSession();
        }
    }

    void endSession() {
        synchronized (lock) {
            born = false;
            live.clear();
        }
    }

    /** Has births published again. */
    void rebirth() {
        synchronized (lock) {
            inbox.askRebirth();
            lock.notifyAll();
        }
    }

    void trouble(String why) {
        synchronized (lock) {
            lastError = why;
        }
    }

    void close() {
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
    }

    boolean closing() {
        synchronized (lock) {
            return closing;
        }
    }
}
