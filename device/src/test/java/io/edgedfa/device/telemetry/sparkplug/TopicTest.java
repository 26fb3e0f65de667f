package io.edgedfa.device.telemetry.sparkplug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    @Test
    void shouldReadNodeTopicWhenTypeIsOfNode() {
        assertEquals(Optional.of(new Topic("plant 1", MessageType.NBIRTH, "board-7", null)), Topic.parse("spBv1.0/plant 1/NBIRTH/board-7"));
    }

    @Test
    void shouldReadDeviceTopicWhenTypeIsOfDevice() {
        assertEquals(Optional.of(new Topic("g", MessageType.DDATA, "e", "learner")), Topic.parse("spBv1.0/g/DDATA/e/learner"));
    }

    @Test
    void shouldReadItsOwnTextWhenParsedAgain() {
        for (MessageType type : MessageType.values()) {
            Topic topic = new Topic("g", type, "e", type.ofDevice() ? "d" : null);
            assertEquals(Optional.of(topic), Topic.parse(topic.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/b", "spBv1.0/STATE/host", "spBv1.0/STATE/host/x", "spAv1.0/g/NDATA/e", "spBv1.0/g/NDATA/e/d",
        "spBv1.0/g/DDATA/e", "spBv1.0/g/DDATA/e/d/x", "spBv1.0//NDATA/e", "spBv1.0/g/NDATA/", "spBv1.0/g/ndata/e", "spBv1.0/+/NDATA/#"})
    void shouldBeEmptyWhenTopicIsForeign(String topic) {
        assertEquals(Optional.empty(), Topic.parse(topic));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "+", "a#", "a\u0000b", "line\n"})
    void shouldRefuseWhenIdIsNotAllowed(String id) {
        String message = assertThrows(IllegalArgumentException.class, () -> Topic.requireId("edgeNode", id)).getMessage();
        assertTrue(message.contains("edgeNode") && message.contains("'" + id + "'") && message.contains("128"), message);
    }

    @Test
    void shouldRefuseWhenIdIsTooLong() {
        assertEquals("x".repeat(128), Topic.requireId("group", "x".repeat(128)));
        assertThrows(IllegalArgumentException.class, () -> Topic.requireId("group", "x".repeat(129)));
    }

    @Test
    void shouldRefuseWhenDeviceDoesNotGoWithType() {
        assertThrows(IllegalArgumentException.class, () -> new Topic("g", MessageType.NDATA, "e", "d"));
        assertThrows(IllegalArgumentException.class, () -> new Topic("g", MessageType.DDATA, "e", null));
    }
}
