package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeNodeSettingsTest {
    private static EdgeNodeSettings of(String uri) {
        return EdgeNodeSettings.of(URI.create(uri), "g", "e", "d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h", "h:1883", "tcp:///", "tcp://h/path", "tcp://h?x=1", "tcp://h#f", "tcp://h:70000", "mqtt"})
    void shouldRefuseWhenBrokerUriIsNotAllowed(String uri) {
        String message = assertThrows(IllegalArgumentException.class, () -> of(uri)).getMessage();
        assertEquals("brokerUri is '" + uri + "'; allowed are tcp://host[:port] and ssl://host[:port]", message);
    }

    @Test
    void shouldNotRepeatTheLoginWhenBrokerUriHoldsOne() {
        String message = assertThrows(IllegalArgumentException.class, () -> of("tcp://user:secret@h")).getMessage();
        assertFalse(message.contains("secret"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://h", "ssl://h:8883", "tcp://[::1]:1883"})
    void shouldAcceptWhenBrokerUriIsAllowed(String uri) {
        assertEquals(URI.create(uri), of(uri).brokerUri());
    }

    @Test
    void shouldNotShowThePasswordWhenPrinted() {
        String text = of("tcp://h").withLogin("board", () -> "secret".toCharArray()).toString();
        assertTrue(text.contains("password=set") && !text.contains("secret"), text);
    }

    @ParameterizedTest
    @CsvSource({"999,1000,1,1,connectTimeout", "60001,1000,1,1,connectTimeout", "1000,0,1,1,keepAlive", "1000,1000,0,1,backoffMin",
        "1000,1000,10,9,backoffMax"})
    void shouldNameTheFieldWhenATimeIsNotAllowed(long connect, long keepAlive, long min, long max, String field) {
        String message = assertThrows(IllegalArgumentException.class, () -> of("tcp://h").withTimes(Duration.ofMillis(connect),
                Duration.ofMillis(keepAlive), Duration.ofMillis(min), Duration.ofMillis(max))).getMessage();
        assertTrue(message.startsWith(field + " is PT"), message);
    }

    @Test
    void shouldRefuseWhenPasswordHasNoUsername() {
        assertThrows(IllegalArgumentException.class, () -> of("tcp://h").withLogin(null, () -> new char[0]));
        assertThrows(IllegalArgumentException.class, () -> of("tcp://h").withLogin("", null));
    }

    @Test
    void shouldPauseAsLongAsItsSettingsSayWhenAskedForABackoff() {
        Backoff backoff = of("tcp://h").backoff(new SplittableRandom(7)); // 250 ms to 4 s
        long first = backoff.nextMs();
        assertTrue(first >= 125 && first <= 250, first + " ms");
        for (int i = 0; i < 100; i++) {
            backoff.nextMs();
        }
        long last = backoff.nextMs();
        assertTrue(last >= 2_000 && last <= 4_000, last + " ms");
    }

    /** The link comes back at any moment: after attempts that were refused at once, or ones that nobody answered. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldUseALinkThatReturnsWithinFiveSecondsByDefault(boolean refused) {
        SplittableRandom random = new SplittableRandom(5);
        EdgeNodeSettings settings = of("tcp://h");
        long[] waits = LongStream.generate(() -> wait(settings, random.nextLong(600_000), refused, random)).limit(5_000).sorted().toArray();
        assertTrue(waits[4_950] <= 5_000, "99th percentile: " + waits[4_950] + " ms");
    }

    /** Linux sends a SYN again after 1, 3 and 7 s. */
    private static long wait(EdgeNodeSettings settings, long returnsMs, boolean refused, SplittableRandom random) {
        long timeoutMs = settings.connectTimeout().toMillis();
        long[] tries = refused ? new long[] {0} : new long[] {0, 1_000, 3_000, 7_000};
        Backoff backoff = settings.backoff(random);
        for (long attempt = 0;; attempt += (refused ? 0 : timeoutMs) + backoff.nextMs()) {
            for (long after : tries) {
                if (after < timeoutMs && attempt + after >= returnsMs) {
                    return attempt + after - returnsMs;
                }
            }
        }
    }
}
