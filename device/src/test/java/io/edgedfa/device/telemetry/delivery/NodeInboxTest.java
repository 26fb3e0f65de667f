package io.edgedfa.device.telemetry.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.delivery.NodeInbox.Acknowledgement;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeInboxTest {
    private final NodeInbox inbox = new NodeInbox();

    private static Payload payload(Metric... metrics) {
        return new Payload(1, Payload.NO_SEQ, List.of(metrics));
    }

    private static Payload acknowledgement(long store, long upTo) {
        return payload(Metric.of(BoardMetrics.OUTBOX_ACKNOWLEDGED, 1, upTo), Metric.of(BoardMetrics.OUTBOX_STORE, 1, store));
    }

    @Test
    void shouldGiveTheGreatestAcknowledgementOfAStoreOnce() {
        assertTrue(inbox.put(acknowledgement(7, 5)));
        inbox.put(acknowledgement(7, 3));
        assertTrue(inbox.waiting());
        assertEquals(Optional.of(new Acknowledgement(7, 5)), inbox.takeAcknowledgement());
        assertEquals(Optional.empty(), inbox.takeAcknowledgement());
        inbox.put(acknowledgement(7, 9));
        inbox.put(acknowledgement(8, 1));
        assertEquals(Optional.of(new Acknowledgement(8, 1)), inbox.takeAcknowledgement());
        assertEquals(Optional.empty(), inbox.takeCommand());
    }

    @Test
    void shouldIgnoreAnAcknowledgementWithoutItsStore() {
        assertFalse(inbox.put(payload(Metric.of(BoardMetrics.OUTBOX_ACKNOWLEDGED, 1, 5))));
        assertFalse(inbox.put(payload(Metric.of(BoardMetrics.OUTBOX_ACKNOWLEDGED, 1, "x"), Metric.of(BoardMetrics.OUTBOX_STORE, 1, 7))));
        assertFalse(inbox.waiting());
    }

    @Test
    void shouldKeepCommandsInOrderUpToItsBoundAlsoBetweenSessions() {
        for (int i = 0; i < NodeInbox.MAX_COMMANDS + 5; i++) {
            assertFalse(inbox.put(payload(Metric.of(BoardMetrics.COMMAND_ID, 1, "c" + i))));
        }
        inbox.put(payload(Metric.of(BoardMetrics.REBIRTH, 1, true)));
        inbox.beginSession();
        assertFalse(inbox.takeRebirth());
        for (int i = 0; i < NodeInbox.MAX_COMMANDS; i++) {
            assertEquals("c" + i, inbox.takeCommand().orElseThrow().metrics().get(0).value());
        }
        assertEquals(Optional.empty(), inbox.takeCommand());
    }
}
