package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
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
        Backoff backoff = of("tcp://h").backoff(new SplittableRandom(7)); // 250 ms to 10 s
        long first = backoff.nextMs();
        assertTrue(first >= 125 && first <= 250, first + " ms");
        for (int i = 0; i < 100; i++) {
            backoff.nextMs();
        }
        long last = backoff.nextMs();
        assertTrue(last >= 5_000 && last <= 10_000, last + " ms");
    }
}
