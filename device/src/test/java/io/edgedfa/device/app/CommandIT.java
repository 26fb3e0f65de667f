package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.CommandState;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.device.store.StoredCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands to a real board process over a real broker; the board is killed in between. */
class CommandIT {
    private static final int CYCLES = Integer.getInteger("edgedfa.command.cycles", 5);
    private static final List<String> NAMES = List.of("rollback", "evaluate", "checkpoint", "reload");

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(5);
    private Path config;
    private Path store;
    private Mosquitto broker;
    private CommandSender host;

    @BeforeEach
    void start() throws Exception {
        broker = Mosquitto.start(folder.resolve("broker"));
        host = new CommandSender(broker.uri(), "board");
        Files.copy(Path.of("..", "models", "digits-fc2-128.onnx"), folder.resolve("m.onnx"));
        store = folder.resolve("board.store");
        config = Files.writeString(folder.resolve("board.toml"), """
                [board]
                id = "board"
                [model]
                file = "m.onnx"
                [learning]
                threads = 1
                [source]
                rate = 200
                [guard]
                held-out = "digits"
                samples = 50
                [store]
                checkpoint-interval-s = 0.5
                [commands]
                allow = ["pause", "resume", "learning-rate", "checkpoint", "rollback", "evaluate", "restart", "reload"]
                supervised = true
                [mqtt]
                broker = "%s"
                """.formatted(broker.uri()));
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        broker.close();
    }

    /** Off this test's class path: the program as it is compiled, without an image. */
    private BoardProcess board() throws Exception {
        int before = host.births();
        BoardProcess board = BoardProcess.start(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run",
                "--config", config.toString()));
        return board.await("the birth", () -> host.births() > before);
    }

    /** As the store has it, also while the board runs. */
    private Map<String, StoredCommand> commands() {
        try (BoardStore open = BoardStore.openToRead(store)) {
            return open.commands().latest(1_000).stream().collect(Collectors.toMap(StoredCommand::id, command -> command));
        } catch (StoreException busy) {
            return Map.of();
        }
    }

    private boolean is(String id, CommandState state) {
        StoredCommand command = commands().get(id);
        return command != null && command.state() == state;
    }

    private String reason(String id) {
        return commands().get(id).reason();
    }

    /** How often each id has a final answer in the outbox, where all of them are. */
    private Map<String, Integer> finalAnswers() {
        Map<String, Integer> answers = new TreeMap<>();
        try (BoardStore open = BoardStore.openToRead(store)) {
            for (Entry entry : open.outbox().after(0, 100_000)) {
                String[] parts = new String(entry.body(), StandardCharsets.UTF_8).split("\n", 3);
                if (entry.kind() == Entry.Kind.ANSWER && !parts[1].equals("accepted")) {
                    answers.merge(parts[0], 1, Integer::sum);
                }
            }
        }
        return answers;
    }

    private BoardProcess give(BoardProcess board, String id, String name, String argument, CommandState end) throws Exception {
        host.send(id, name, argument);
        return board.await(name, () -> is(id, end));
    }

    @Test
    void shouldCarryOutAndAnswerEachCommandOnceWhenKilledInBetween() throws Exception {
        Map<String, String> given = new LinkedHashMap<>();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            try (BoardProcess board = board()) {
                for (String name : NAMES) {
                    given.put(name + "-" + cycle, name);
                }
                sendUnanswered(given);
                sendUnanswered(given);
                Thread.sleep(random.nextInt(400));
                assertTrue(board.alive(), board::tail);
                board.kill();
            }
        }
        try (BoardProcess board = board()) {
            for (int i = 0; i < 3; i++) {
                sendUnanswered(given);
                board.await("all answers", () -> given.keySet().stream().allMatch(id -> is(id, CommandState.DONE) || is(id, CommandState.REFUSED)));
            }
            given.forEach((id, name) -> sendQuietly(id, name)); // again, all of them
            give(board, "last", "evaluate", "", CommandState.DONE);
            assertTrue(board.terminate().isPresent());
        }
        Map<String, Integer> answers = finalAnswers();
        given.keySet().forEach(id -> assertEquals(1, answers.get(id), id + " in " + answers));
        given.keySet().forEach(id -> assertTrue(is(id, CommandState.DONE), () -> id + ": " + commands().get(id)));
    }

    private void sendUnanswered(Map<String, String> given) {
        Map<String, StoredCommand> known = commands();
        given.forEach((id, name) -> {
            if (!known.containsKey(id)) {
                sendQuietly(id, name);
            }
        });
    }

    private void sendQuietly(String id, String name) {
        try {
            host.send(id, name, "");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldStayPausedAndAtItsRateWhenKilledUntilToldOtherwise() throws Exception {
        try (BoardProcess board = board()) {
            give(board, "p-1", "pause", "", CommandState.DONE);
            give(board, "r-1", "learning-rate", "0.001", CommandState.DONE);
            assertEquals("the learning rate is 0.001 until another command, rollbacks included", reason("r-1"));
            board.kill();
        }
        try (BoardProcess board = board()) {
            board.awaitLine("learning-paused: paused by command p-1");
            give(board, "p-2", "resume", "", CommandState.DONE);
            board.awaitLine("learning-resumed: after: paused by command p-1");
            give(board, "l-1", "reload", "", CommandState.DONE);
            assertTrue(reason("l-1").contains("the learning rate stays 0.001 by command"), reason("l-1"));
            give(board, "r-2", "learning-rate", "default", CommandState.DONE);
            assertEquals("the learning rate is 0.05 as configured, rollbacks included", reason("r-2"));
        }
    }

    @Test
    void shouldEndOnceAndAnswerInTheNextProcessWhenRestarted() throws Exception {
        try (BoardProcess board = board()) {
            host.send("again", "restart", "");
            host.send("again", "restart", "");
            assertEquals(Main.RESTART, board.awaitEnd(20));
            assertTrue(is("again", CommandState.ACCEPTED));
        }
        try (BoardProcess board = board()) {
            board.await("the answer", () -> is("again", CommandState.DONE));
            host.send("again", "restart", "");
            give(board, "e", "evaluate", "", CommandState.DONE);
            assertTrue(board.alive());
            assertEquals(1, finalAnswers().get("again"));
        }
    }

    @Test
    void shouldRefuseWhatCannotBeDoneAndSayWhy() throws Exception {
        try (BoardProcess board = board()) {
            give(board, "a", "rebirth", "", CommandState.REFUSED);
            assertEquals("not allowed by this board's configuration (commands.allow)", reason("a"));
            give(board, "b", "learning-rate", "fast", CommandState.REFUSED);
            assertEquals("the argument is no learning rate; allowed: a number above 0, at most 10, or default", reason("b"));
            give(board, "c", "fly\n\u001b[2J", "", CommandState.REFUSED);
            host.send("d", "pause", "", System.currentTimeMillis() - 1_000);
            board.await("the end", () -> is("d", CommandState.EXPIRED));
            give(board, "e", "evaluate", "", CommandState.DONE);
            assertTrue(reason("e").matches("\\d+\\.\\d\\d% of 50 held-out samples"), reason("e"));
        }
    }
}
