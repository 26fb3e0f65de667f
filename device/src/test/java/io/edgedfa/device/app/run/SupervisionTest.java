package io.edgedfa.device.app.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SupervisionTest {
    @Test
    void shouldKnowFromTheEnvironmentWhetherSystemdStartsTheProcessAgain() {
        assertTrue(Supervision.of(Map.of("INVOCATION_ID", "0")).present());
        assertTrue(Supervision.of(Map.of("NOTIFY_SOCKET", "/nowhere")).present());
        assertFalse(Supervision.of(Map.of("WATCHDOG_USEC", "400000")).present());
    }
}
