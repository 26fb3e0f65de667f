package io.edgedfa.device.telemetry.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrimaryHostTest {
    private final PrimaryHost host = new PrimaryHost();

    private void hear(String text) {
        host.hear(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldBeOnlineWhenItSaysSo() {
        assertFalse(host.online());
        hear("{\"online\":true,\"timestamp\":1000}");
        assertTrue(host.online());
        hear("{\"timestamp\":1000,\"more\":[1],\"online\":false}");
        assertFalse(host.online());
        assertEquals("spBv1.0/STATE/scada", PrimaryHost.topic("scada"));
    }

    @Test
    void shouldIgnoreAMessageThatIsOlderThanTheLast() {
        hear("{\"online\":true,\"timestamp\":1000}");
        hear("{\"online\":false,\"timestamp\":999}");
        assertTrue(host.online());
        hear("{\"online\":false,\"timestamp\":1001}");
        hear("{\"online\":true,\"timestamp\":1000}");
        assertFalse(host.online());
    }

    @Test
    void shouldIgnoreWhatIsNoState() {
        for (String text : new String[] {"", "ONLINE", "{", "[]", "{\"online\":true}", "{\"timestamp\":5}", "{\"online\":\"x\",\"timestamp\":5}",
            "{\"online\":true,\"timestamp\":\"soon\"}", "{\"online\":true,\"timestamp\":5,\"x\":\"" + "y".repeat(5_000) + "\"}"}) {
            hear(text);
            assertFalse(host.online(), text);
        }
    }
}
