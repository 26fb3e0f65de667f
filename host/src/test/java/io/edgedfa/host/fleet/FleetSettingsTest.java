package io.edgedfa.host.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:1883", "http://localhost:1883", "tcp://localhost", "tcp://:1883", "tcp://me:secret@localhost:1883", "tcp://a b:1"})
    void shouldRefuseTheBrokerWhenItIsNoMqttAddress(String uri) {
        assertThrows(IllegalArgumentException.class, () -> FleetSettings.of(uri, "edgedfa"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "#", "a+"})
    void shouldRefuseTheGroupWhenMqttForbidsIt(String group) {
        assertThrows(IllegalArgumentException.class, () -> FleetSettings.of("tcp://localhost:1883", group));
    }

    @Test
    void shouldAllowEveryGroupWhenThePlusIsGiven() {
        assertEquals("+", FleetSettings.of("ssl://broker.example:8883", FleetSettings.ALL_GROUPS).group());
    }

    @Test
    void shouldNotTellThePasswordWhenItIsPrinted() {
        assertFalse(FleetSettings.of("tcp://localhost:1883", "edgedfa").withLogin("host", "s3cret").toString().contains("s3cret"));
    }
}
