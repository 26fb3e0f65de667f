package io.edgedfa.host.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgedfa.host.app.Processes;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Board, broker and host as three processes; each of them is killed, the others go on. */
class OutageIT {
    private static final String BOARD = "board-dfa";
    private static final int OUTAGE_SECONDS = 6;

    @TempDir
    Path folder;

    private Processes processes;
    private int brokerPort;
    private int webPort;
    private Process broker;
    private Process host;
    private Process board;

    @BeforeEach
    void startAll() throws Exception {
        Path mosquitto = Path.of("/usr/sbin/mosquitto");
        boolean there = Files.isExecutable(mosquitto);
        if (!there) {
            System.out.println("skipped: " + mosquitto + " is not installed (package mosquitto)");
            assertTrue(!"true".equals(System.getenv("CI")), "CI must have mosquitto");
        }
        assumeTrue(there, "mosquitto is not installed");
        processes = new Processes(folder);
        brokerPort = Processes.freePort();
        webPort = Processes.freePort();
        Files.writeString(folder.resolve("mosquitto.conf"),
                "listener " + brokerPort + " 127.0.0.1\nallow_anonymous true\npersistence false\n");
        Demo.pretrain(folder.resolve("model.onnx"));
        Demo.configure(folder, "dfa", "tcp://127.0.0.1:" + brokerPort, 200);
        startBroker();
        startHost();
        startBoard();
        processes.await("board online", 60, () -> processes.is(webPort, BOARD, "online") && processes.samples(webPort, BOARD) > 100);
    }

    @AfterEach
    void killAll() throws InterruptedException {
        if (processes != null) {
            processes.close();
        }
    }

    private void startBroker() throws IOException {
        broker = processes.start("broker", List.of("/usr/sbin/mosquitto", "-c", "mosquitto.conf"));
    }

    private void startHost() throws IOException {
        host = processes.java("host", Processes.HOST_JAR, "serve", "--broker", "tcp://127.0.0.1:" + brokerPort,
                "--web-port", Integer.toString(webPort), "--store", "host.db");
    }

    private void startBoard() throws IOException {
        board = processes.java("board", Processes.DEVICE_JAR, "run", "--config", BOARD + ".toml");
    }

    @Test
    void shouldGoOnLearningAndComeBackWhenTheBrokerIsKilled() throws Exception {
        Processes.kill(broker);
        processes.await("board shown dead", 15, () -> processes.is(webPort, BOARD, "dead"));
        long before = processes.samples(webPort, BOARD);
        TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
        assertTrue(board.isAlive() && host.isAlive());
        startBroker();
        // The node is born a moment before the learner on it: the first new count is the one of its birth.
        processes.await("board online again", 30,
                () -> processes.is(webPort, BOARD, "online") && processes.samples(webPort, BOARD) > before);
        long learned = processes.samples(webPort, BOARD) - before;
        assertTrue(learned >= OUTAGE_SECONDS * 150, "the board took only " + learned + " samples during the outage");
    }

    @Test
    void shouldShowTheBoardAgainWhenTheHostIsKilledAndStarted() throws Exception {
        Processes.kill(host);
        TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
        assertTrue(board.isAlive());
        startHost();
        processes.await("board online again", 60, () -> processes.is(webPort, BOARD, "online"));
        assertEquals("dfa", processes.board(webPort, BOARD).orElseThrow().get("rule").getAsString());
    }

    @Test
    void shouldShowTheBoardDeadThenAliveWhenItIsKilledAndStarted() throws Exception {
        Processes.kill(board);
        processes.await("board shown dead", 15, () -> processes.is(webPort, BOARD, "dead"));
        startBoard();
        processes.await("board online again", 60, () -> processes.is(webPort, BOARD, "online"));
    }

    @Test
    void shouldSaveTheLearnedModelAndSayGoodbyeWhenStopped() throws Exception {
        board.destroy();
        assertTrue(board.waitFor(5, TimeUnit.SECONDS), "SIGTERM must end the board within 5 s");
        processes.await("board shown dead", 5, () -> processes.is(webPort, BOARD, "dead"));
        Model model = ModelFile.read(folder.resolve(BOARD + "-learned.onnx"));
        assertEquals(2, model.version());
        assertEquals("dfa", model.provenance().entries().get("rule"));
        assertTrue(Long.parseLong(model.provenance().entries().get("samples")) > 100);
    }
}
