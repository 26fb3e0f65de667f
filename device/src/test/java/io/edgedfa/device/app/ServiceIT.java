package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.board.NotifySocket;
import io.edgedfa.device.store.BoardStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A board as a service: what systemd is told, and what its signals do. */
class ServiceIT {
    @TempDir
    Path folder;

    @BeforeEach
    void copyModel() throws IOException {
        Files.copy(Path.of("..", "models", "digits-fc2-128.onnx"), folder.resolve("m.onnx"));
    }

    private Path config(String broker, String learning) throws IOException {
        return Files.writeString(folder.resolve("board.toml"), """
                [board]
                id = "service"
                [model]
                file = "m.onnx"
                [source]
                rate = 200
                [mqtt]
                broker = "%s"
                [learning]
                %s
                """.formatted(broker, learning));
    }

    @Test
    void shouldTellSystemdThatItIsReadyAliveAndEnding() throws Exception {
        Path path = folder.resolve("notify");
        try (NotifySocket systemd = new NotifySocket(path);
                BoardProcess board = BoardProcess.start(BoardProcess.command(config("tcp://127.0.0.1:1", "")),
                        Map.of("NOTIFY_SOCKET", path.toString(), "WATCHDOG_USEC", "400000"))) {
            board.await("READY=1", () -> systemd.count("READY=1") == 1);
            assertTrue(board.readyMs() >= 0, "not before the first prediction");
            assertEquals(0, systemd.messages().indexOf("READY=1"), systemd.messages().toString());
            board.await("the watchdog to be fed", () -> systemd.count("WATCHDOG=1") >= 3);
            board.signal("STOP"); // a loop that stands still
            Thread.sleep(100);
            long fed = systemd.count("WATCHDOG=1");
            Thread.sleep(600);
            assertEquals(fed, systemd.count("WATCHDOG=1"));
            board.signal("CONT");
            board.await("the watchdog to be fed again", () -> systemd.count("WATCHDOG=1") > fed);
            board.terminate();
            assertEquals(1, systemd.count("STOPPING=1"));
        }
    }

    @Test
    void shouldEndWithinFiveSecondsOfSigtermWithACheckpointAndAGoodbye() throws Exception {
        try (Mosquitto broker = Mosquitto.start(folder.resolve("broker"))) {
            ConcurrentLinkedQueue<String> deaths = new ConcurrentLinkedQueue<>();
            MqttClient host = new MqttClient(broker.uri().toString(), "host", new MemoryPersistence());
            host.connect();
            host.subscribe("spBv1.0/edgedfa/NDEATH/service", 1, (topic, message) -> deaths.add(topic));
            try (BoardProcess board = BoardProcess.run(config(broker.uri().toString(), ""))) {
                board.awaitLine("event 1 start");
                Thread.sleep(1_000);
                assertTrue(board.terminate().orElseThrow() < 5_000);
                board.await("NDEATH", () -> deaths.size() == 1);
            }
            host.disconnectForcibly(0, 200);
            host.close(true);
        }
        try (BoardStore store = BoardStore.openToRead(folder.resolve("board.store"))) {
            long samples = Long.parseLong(store.checkpoints().current().orElseThrow().facts().get("samples"));
            assertTrue(samples > 50, "only " + samples + " samples: not of the end");
            assertEquals("stop", store.events().latest(1).get(0).kind());
        }
    }

    /** The engine is still at work on its first prediction then. */
    @Test
    void shouldEndOrderlyWhenToldToWhileItStarts() throws Exception {
        Path config = config("tcp://127.0.0.1:1", "");
        for (int i = 0; i < 8; i++) {
            try (BoardProcess board = BoardProcess.run(config)) {
                board.awaitLine("board service: ");
                assertTrue(board.terminate().isPresent());
                assertEquals(128 + 15, board.awaitEnd(1), board.tail());
                assertTrue(board.said(line -> line.startsWith("stopped after ")), board.tail());
            }
        }
    }

    @Test
    void shouldTakeOverWhatCanChangeOnSighupAndRefuseTheRest() throws Exception {
        Path path = folder.resolve("notify");
        String broker = "tcp://127.0.0.1:2"; // an option wins over it, also when the file is read again
        List<String> command = new ArrayList<>(BoardProcess.command(config(broker, "")));
        command.addAll(List.of("--broker", "tcp://127.0.0.1:1"));
        try (NotifySocket systemd = new NotifySocket(path);
                BoardProcess board = BoardProcess.start(command, Map.of("NOTIFY_SOCKET", path.toString()))) {
            board.awaitLine("event 1 start");
            config(broker, "learning-rate = 0.01\nbatch = 32");
            board.signal("HUP");
            board.awaitLine("configuration: refused: learning.batch changes only with a restart");
            board.awaitLine("configuration: now learning.learning-rate = 0.01");
            assertFalse(board.said(line -> line.contains("mqtt.broker")), board.tail());
            assertEquals(1, systemd.count("RELOADING=1"));
            board.await("READY=1 after it", () -> systemd.count("READY=1") == 2);
            config(broker, "learning-rate = 1000");
            board.signal("HUP");
            board.awaitLine("refused, all stays as it was: ");
            assertTrue(board.alive());
        }
    }
}
