package io.edgedfa.device.app.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.device.store.Entry;
import io.edgedfa.device.telemetry.EdgeNode;
import io.edgedfa.device.telemetry.EdgeNodeSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryPublisherTest {

    @Test
    void shouldShowTheOperatorOneHarmlessLineEachWhateverOthersSaid() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (EdgeNode node = new EdgeNode(EdgeNodeSettings.of(URI.create("tcp://127.0.0.1:1"), "edgedfa", "board-1", "learner"));
                PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8)) {
            EntryPublisher publisher = new EntryPublisher(node, out);
            publisher.committed(7, entry(1, Entry.Kind.EVENT, "model-refused\nit is named \u001b[31mred\u202e\nevent 2 start: fine"));
            publisher.committed(7, entry(2, Entry.Kind.ANSWER, "id-1\nrefused\nno \r\u0007bell"));
        }
        assertEquals(List.of("event 1 model-refused: it is named ?[31mred??event 2 start: fine", "command id-1 refused no ??bell"),
                shown.toString(StandardCharsets.UTF_8).lines().toList());
    }

    private static Entry entry(long number, Entry.Kind kind, String body) {
        return new Entry(number, number - 1, kind, 1, body.getBytes(StandardCharsets.UTF_8));
    }
}
