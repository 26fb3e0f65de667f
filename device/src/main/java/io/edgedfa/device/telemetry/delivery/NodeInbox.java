package io.edgedfa.device.telemetry.delivery;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** What hosts have told the node (NCMD) and nobody has taken yet: a wish for births, the newest acknowledgement, commands. */
public final class NodeInbox {
    /** Commands that wait; more are dropped, and their sender will try again. */
    static final int MAX_COMMANDS = 64;

    private final Queue<Payload> commands = new ArrayDeque<>();
    private boolean rebirth;
    private Acknowledgement acknowledgement;

    /** The host has committed everything of this store up to this number. */
    public record Acknowledgement(long store, long upTo) {}

    /** Sorts a payload in. @return whether the edge node itself has something to do because of it */
    public boolean put(Payload payload) {
        Long store = null;
        Long upTo = null;
        boolean asked = false;
        boolean other = false;
        for (Metric metric : payload.metrics()) {
            String name = String.valueOf(metric.name());
            if (name.equals(BoardMetrics.REBIRTH)) {
                asked |= Boolean.TRUE.equals(metric.value());
            } else if (name.equals(BoardMetrics.OUTBOX_STORE) && metric.value() instanceof Long number) {
                store = number;
            } else if (name.equals(BoardMetrics.OUTBOX_ACKNOWLEDGED) && metric.value() instanceof Long number) {
                upTo = number;
            } else {
                other = true;
            }
        }
        rebirth |= asked;
        if (store != null && upTo != null) {
            acknowledge(new Acknowledgement(store, upTo));
        }
        if (other && commands.size() < MAX_COMMANDS) {
            commands.add(payload);
        }
        return asked || store != null && upTo != null;
    }

    /** As if a host had asked for births. */
    public void askRebirth() {
        rebirth = true;
    }

    private void acknowledge(Acknowledgement next) {
        boolean older = acknowledgement != null && acknowledgement.store == next.store && acknowledgement.upTo > next.upTo;
        acknowledgement = older ? acknowledgement : next;
    }

    /** What a connection that is over wanted of the edge node is void; commands stay. */
    public void beginSession() {
        rebirth = false;
        acknowledgement = null;
    }

    /** Whether the edge node has something to take. */
    public boolean waiting() {
        return rebirth || acknowledgement != null;
    }

    /** Whether births were asked for since the last call. */
    public boolean takeRebirth() {
        boolean asked = rebirth;
        rebirth = false;
        return asked;
    }

    /** The newest acknowledgement since the last call. */
    public Optional<Acknowledgement> takeAcknowledgement() {
        Optional<Acknowledgement> taken = Optional.ofNullable(acknowledgement);
        acknowledgement = null;
        return taken;
    }

    /** The next payload that holds more than the above. */
    public Optional<Payload> takeCommand() {
        return Optional.ofNullable(commands.poll());
    }
}
