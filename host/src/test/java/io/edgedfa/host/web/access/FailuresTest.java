package io.edgedfa.host.web.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final AtomicLong nowMs = new AtomicLong();
    private final Failures failures = new Failures(nowMs::get);

    @Test
    void shouldBarOneAddressUntilTheNextMinute() {
        fail("a", Failures.ALLOWED);
        assertTrue(failures.barred("a"));
        assertFalse(failures.barred("b"));
        nowMs.set(Failures.WINDOW_MS);
        assertFalse(failures.barred("a"));
    }

    @Test
    void shouldBarNobodyBeforeTheLastAttempt() {
        fail("a", Failures.ALLOWED - 1);
        assertFalse(failures.barred("a"));
    }

    @Test
    void shouldCountFurtherAddressesTogetherWhenThereAreTooMany() {
        for (int i = 0; i < Failures.MAX_ADDRESSES; i++) {
            fail("a" + i, 1);
        }
        fail("b", Failures.ALLOWED / 2);
        fail("c", Failures.ALLOWED - Failures.ALLOWED / 2);
        assertTrue(failures.barred("d"));
        assertFalse(failures.barred("a1"));
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            failures.add(address);
        }
    }
}
