package io.edgedfa.device.agent.safeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalTime;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GovernorTest {
    private static final LocalTime NOON = LocalTime.NOON;
    private static final OptionalDouble ABSENT = OptionalDouble.empty();
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private static GovernorSettings limits(double celsius, double watts) {
        return new GovernorSettings(celsius, watts, 1, null, null);
    }

    @Test
    void shouldPauseAboveTheTemperatureAndGoOnSomeDegreesBelow() {
        Governor governor = new Governor(limits(70, Double.NaN));
        governor.readings(OptionalDouble.of(70.5), ABSENT, NOON);
        assertEquals("temperature 70.5 C, limit 70.0 C", governor.reason());
        governor.readings(OptionalDouble.of(68), ABSENT, NOON);
        assertFalse(governor.mayLearn(0), "still within 3 degrees");
        governor.readings(OptionalDouble.of(66.9), ABSENT, NOON);
        assertTrue(governor.mayLearn(0));
    }

    @Test
    void shouldPauseAboveThePower() {
        Governor governor = new Governor(limits(Double.NaN, 10));
        governor.readings(ABSENT, OptionalDouble.of(10.1), NOON);
        assertEquals("power 10.1 W, limit 10.0 W", governor.reason());
        governor.readings(ABSENT, OptionalDouble.of(9.4), NOON);
        assertEquals("", governor.reason());
    }

    @Test
    void shouldLearnWhereASensorIsAbsent() {
        Governor governor = new Governor(limits(70, 10));
        governor.readings(ABSENT, ABSENT, NOON);
        assertTrue(governor.mayLearn(0));
    }

    @ParameterizedTest
    @CsvSource({"22:00, 06:00, 23:30, true", "22:00, 06:00, 05:59, true", "22:00, 06:00, 06:00, false", "22:00, 06:00, 12:00, false",
        "08:00, 17:00, 08:00, true", "08:00, 17:00, 17:00, false", "08:00, 17:00, 03:00, false"})
    void shouldLearnInsideTheWindowOnly(LocalTime from, LocalTime until, LocalTime now, boolean inside) {
        Governor governor = new Governor(new GovernorSettings(Double.NaN, Double.NaN, 1, from, until));
        governor.readings(ABSENT, ABSENT, now);
        assertEquals(inside, governor.mayLearn(0));
    }

    @Test
    void shouldKeepToItsShareOfProcessorTime() {
        Governor governor = new Governor(new GovernorSettings(Double.NaN, Double.NaN, 0.25, null, null));
        long learned = 0;
        for (long now = 0; now < 10_000 * MS; now += 10 * MS) {
            if (governor.mayLearn(now)) {
                governor.spent(10 * MS);
                learned += 10;
            }
        }
        assertEquals(2_500, learned, 30);
    }

    @Test
    void shouldNotSaveUpMoreThanASecond() {
        Governor governor = new Governor(new GovernorSettings(Double.NaN, Double.NaN, 0.5, null, null));
        governor.mayLearn(0);
        long now = TimeUnit.HOURS.toNanos(1);
        int steps = 0;
        for (; governor.mayLearn(now); steps++) {
            governor.spent(100 * MS);
        }
        assertEquals(11, steps, "a second's worth, and the one that overdraws it");
    }

    @Test
    void shouldRefuseHalfAWindow() {
        assertThrows(IllegalArgumentException.class, () -> new GovernorSettings(1, 1, 1, NOON, null));
    }
}
