package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.delivery.NodeInbox.Acknowledgement;
import io.edgedfa.device.telemetry.delivery.Outgoing;
import io.edgedfa.device.telemetry.delivery.SendWindow;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What one session sends, in this order: births, values that changed, new entries, and entries once more. On the edge node's
 * thread.
 */
final class Delivery {
    /** Read at a time: together they may have 4 MiB. */
    private static final int MOST_READ = 16;

    private final EdgeSession session;
    private final Handover handover;
    private final Outgoing outgoing; // null for none
    private SendWindow window = new SendWindow();
    private OptionalLong store = OptionalLong.empty(); // whose numbers the births announced

    /** An entry ready to go. @param number 0 if its store is gone, and with it what numbers mean */
    private record Message(long number, boolean ofDevice, List<Metric> metrics) {}

    Delivery(EdgeSession session, Handover handover, Outgoing outgoing) {
        this.session = session;
        this.handover = handover;
        this.outgoing = outgoing;
    }

    /** Publishes NBIRTH, and DBIRTH once the device has something to say. */
    void birth() throws IOException, InterruptedException {
        OptionalLong now = storeNow();
        if (!now.equals(store)) {
            store = now;
            window = new SendWindow();
        }
        window.born();
        List<Metric> nodeMetrics;
        List<Metric> deviceMetrics;
        synchronized (handover.lock) {
            nodeMetrics = handover.metrics.birth(false);
            deviceMetrics = handover.metrics.birth(true);
            handover.born = true;
        }
        session.nodeBirth(nodeMetrics, store);
        if (!deviceMetrics.isEmpty()) { // the device is born with the first report
            session.publish(MessageType.DBIRTH, deviceMetrics);
        }
    }

    private OptionalLong storeNow() {
        try {
            return outgoing == null ? OptionalLong.empty() : outgoing.store();
        } catch (RuntimeException e) { // a store that does not work numbers nothing
            handover.trouble(String.valueOf(e.getMessage()));
            return OptionalLong.empty();
        }
    }

    /** Sends what there is until the session or the edge node ends. */
    void serve() throws IOException, InterruptedException {
        while (awaitWork()) {
            publishNews();
            hear();
            sendAgain();
        }
    }

    /** Returns false when closing. */
    private boolean awaitWork() throws IOException, InterruptedException {
        synchronized (handover.lock) {
            window.offered(handover.newest);
            while (!handover.closing && !session.over() && !handover.inbox.waiting() && !handover.metrics.waiting()
                    && handover.live.isEmpty() && window.room(nowMs()) == 0) {
                long dueMs = window.dueInMs(nowMs());
                handover.lock.wait(dueMs == Long.MAX_VALUE ? 0 : Math.max(1, dueMs));
                window.offered(handover.newest);
            }
            if (!handover.closing) {
                session.requireAlive();
            }
            return !handover.closing;
        }
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Publishes births where they are needed, values that changed, and new entries. */
    private void publishNews() throws IOException, InterruptedException {
        boolean all;
        synchronized (handover.lock) {
            boolean other = handover.live.stream().anyMatch(entry -> store.isEmpty() || entry.store() != store.getAsLong());
            all = handover.inbox.takeRebirth() || handover.metrics.birthNeeded(false) || other;
        }
        if (all) {
            birth();
        }
        boolean deviceBirth;
        List<Metric> nodeChanges;
        List<Metric> deviceMetrics;
        List<Message> entries = new ArrayList<>();
        synchronized (handover.lock) {
            deviceBirth = handover.metrics.birthNeeded(true);
            nodeChanges = handover.metrics.birthNeeded(false) ? List.of() : handover.metrics.changes(false); // else in the next round
            deviceMetrics = deviceBirth ? handover.metrics.birth(true) : handover.metrics.changes(true);
            while (!handover.live.isEmpty() && !handover.metrics.birthNeeded(false)) {
                Outgoing.Numbered entry = handover.live.removeFirst();
                boolean numbered = store.isPresent() && entry.store() == store.getAsLong();
                entries.add(message(entry, numbered, false));
            }
        }
        if (!nodeChanges.isEmpty()) {
            session.publish(MessageType.NDATA, nodeChanges);
        }
        if (!deviceMetrics.isEmpty()) {
            session.publish(deviceBirth ? MessageType.DBIRTH : MessageType.DDATA, deviceMetrics);
        }
        for (Message entry : entries) {
            window.offered(entry.number());
            publish(entry);
        }
    }

    /** Call under the lock. */
    private Message message(Outgoing.Numbered entry, boolean numbered, boolean historical) {
        return new Message(numbered ? entry.number() : 0, entry.ofDevice(), handover.metrics.message(entry, numbered, historical));
    }

    private int publish(Message entry) throws IOException, InterruptedException {
        return session.publish(entry.ofDevice() ? MessageType.DDATA : MessageType.NDATA, entry.metrics());
    }

    /** What the host has committed. */
    private void hear() {
        Optional<Acknowledgement> heard;
        synchronized (handover.lock) {
            heard = handover.inbox.takeAcknowledgement();
        }
        if (heard.isEmpty() || store.isEmpty() || heard.get().store() != store.getAsLong()) {
            return;
        }
        window.acknowledged(heard.get().upTo(), nowMs());
        try {
            outgoing.acknowledged(heard.get().store(), heard.get().upTo());
            OptionalLong now = storeNow();
            if (now.isPresent() && !now.equals(store)) { // it has turned out to be a copy
                handover.rebirth();
            }
        } catch (RuntimeException e) { // of the store; the host will say it again
            handover.trouble(String.valueOf(e.getMessage()));
        }
    }

    private void sendAgain() throws IOException, InterruptedException {
        int room = window.room(nowMs());
        if (room == 0) {
            return;
        }
        int asked = Math.min(room, MOST_READ);
        List<Outgoing.Numbered> entries = read(asked);
        synchronized (handover.lock) {
            entries.forEach(handover.metrics::declare);
            handover.noteRefusal();
        }
        publishNews(); // births, where an old entry has metrics that none has declared
        boolean open = true;
        for (int i = 0; i < entries.size() && open; i++) {
            Message message;
            synchronized (handover.lock) {
                message = message(entries.get(i), true, true);
            }
            open = window.resent(message.number(), publish(message));
        }
        if (entries.size() < asked) {
            window.caughtUp();
        }
    }

    /** The next ones of a pass; none if the store does not work, which is no reason to end the session. */
    private List<Outgoing.Numbered> read(int limit) {
        try {
            return outgoing.after(window.from(), limit);
        } catch (RuntimeException e) {
            handover.trouble(String.valueOf(e.getMessage()));
            return List.of();
        }
    }
}
