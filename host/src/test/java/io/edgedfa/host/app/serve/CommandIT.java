package io.edgedfa.host.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.access.Role;
import io.edgedfa.host.access.Tokens;
import io.edgedfa.host.app.Processes;
import io.edgedfa.host.app.config.HostConfig;
import io.edgedfa.host.app.fleet.FleetCommand;
import io.edgedfa.host.fleet.EmbeddedBroker;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.CommandLedger;
import io.edgedfa.host.store.ledger.CommandRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the terminal to a real board process and back; host and board end in between. */
class CommandIT {
    private static final String BOARD = "board-dfa";
    private static final BoardId ID = new BoardId(Demo.GROUP, BOARD);

    @TempDir
    Path folder;

    private final EmbeddedBroker broker = EmbeddedBroker.start(0);
    private final int webPort = freePort();
    private Processes processes;
    private Process board;
    private HostServer host;

    private static int freePort() {
        try {
            return Processes.freePort();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() throws Exception {
        processes = new Processes(folder);
        Demo.pretrain(folder.resolve("model.onnx"));
        Demo.configure(folder, "dfa", broker.uri(), 100);
        try (Database database = Database.open(folder.resolve("host.db").toString())) {
            Files.writeString(folder.resolve("token"), new Tokens(database, Clock.systemUTC()).add("ann", Role.OPERATE, Duration.ofDays(1)));
        }
        startHost();
        startBoard();
        processes.await("the board", 60, () -> host.fleet().board(ID).map(view -> view.online()).orElse(false));
    }

    @AfterEach
    void stop() throws Exception {
        processes.close();
        host.close();
        broker.close();
    }

    private void startHost() {
        host = new HostServer(HostConfig.read(null, Map.of("broker.url", broker.uri(), "web.port", Integer.toString(webPort), "store.url",
                folder.resolve("host.db").toString())));
    }

    private void startBoard() throws Exception {
        board = processes.start("board", List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "io.edgedfa.device.app.Main",
                "run", "--config", BOARD + ".toml"));
    }

    private String fleet(int exit, String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--url", "http://127.0.0.1:" + webPort, "--token-file", folder.resolve("token").toString()));
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertEquals(exit, FleetCommand.create(() -> false).execute(all.toArray(String[]::new)), () -> printed + processes.output("board"));
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private List<CommandRecord> stored() {
        try (Database database = Database.open(folder.resolve("host.db").toString())) {
            return new CommandLedger(database, Clock.systemUTC()).newest(ID, 10, 0);
        }
    }

    @Test
    void shouldSeeCommandsThroughWhenHostAndBoardEndInBetween() throws Exception {
        String paused = fleet(0, "command", BOARD, "pause");
        assertTrue(paused.lines().toList().get(1).endsWith("done: learning is paused until resumed; predictions go on"), paused);
        String refused = fleet(1, "command", BOARD, "learning-rate", "fast");
        assertTrue(refused.contains("refused: the argument is no learning rate"), refused);

        Processes.kill(board);
        processes.await("its end", 30, () -> host.fleet().board(ID).map(view -> !view.online()).orElse(false));
        fleet(0, "command", "--all", "checkpoint", "--wait", "0s");
        host.close();
        startHost();
        startBoard();
        processes.await("the answer", 60, () -> stored().get(0).state().equals(CommandRecord.DONE));
        assertTrue(stored().get(0).reason().matches("checkpoint \\d+ of .*|nothing is new since .*"), stored().toString());
        assertEquals(List.of("checkpoint", "learning-rate", "pause"), stored().stream().map(CommandRecord::name).toList());
        assertEquals("ann", stored().get(0).sender());
        processes.await("the pause, still", 30, () -> host.fleet().board(ID)
                .map(view -> String.valueOf(view.text("learner/learning/paused")) + view.text("learning/paused")).orElse("").contains("paused by command"));
        String shown = fleet(0, "show", BOARD);
        assertTrue(shown.contains("checkpoint") && shown.contains("paused by command"), shown);
    }
}
