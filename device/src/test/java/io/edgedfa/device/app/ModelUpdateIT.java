package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.CommandState;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.device.store.StoredCommand;
import io.edgedfa.device.update.Manifest;
import io.edgedfa.device.update.ModelHost;
import io.edgedfa.device.update.ModelSlots;
import io.edgedfa.device.update.SignedManifest;
import io.edgedfa.device.update.SigningKey;
import io.edgedfa.network.Parameters;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New models for a real board process, which is killed on every part of the way. */
class ModelUpdateIT {
    private static final int VERSIONS = Integer.getInteger("edgedfa.update.versions", 6);
    private static final Path SHIPPED = Path.of("..", "models", "digits-fc2-128.onnx");

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(6);
    private final SigningKey key = key();
    private Model shipped;
    private Path config;
    private Mosquitto broker;
    private CommandSender sender;
    private ModelHost host;

    private static SigningKey key() {
        try {
            return new SigningKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() throws Exception {
        broker = Mosquitto.start(folder.resolve("broker"));
        sender = new CommandSender(broker.uri(), "board");
        host = new ModelHost();
        host.block = 8_192; // some 0.3 s for a model
        shipped = ModelFile.read(SHIPPED);
        ModelFile.write(folder.resolve("m.onnx"), version(1));
        key.write(folder.resolve("key.pem"));
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
                [update]
                server = "%s"
                trusted-keys = ["key.pem"]
                trial-s = 1
                margin = 1.0
                [mqtt]
                broker = "%s"
                """.formatted(host.uri(), broker.uri()));
    }

    @AfterEach
    void stop() throws Exception {
        sender.close();
        broker.close();
        host.close();
    }

    private Model version(long version) {
        return new Model("digits", version, shipped.network(), shipped.parameters(), shipped.provenance(), shipped.signature());
    }

    private void offer(long version, Model model) throws Exception {
        Path file = folder.resolve("offer.onnx");
        ModelFile.write(file, model);
        long nowMs = System.currentTimeMillis();
        Manifest manifest = new Manifest("digits", version, ModelSlots.sha256(file), Files.size(file), nowMs, nowMs + 3_600_000, List.of());
        host.files.put("/models/digits/" + version + "/manifest", key.sign(manifest).json());
        host.files.put("/models/digits/" + version + "/file", Files.readAllBytes(file));
    }

    private BoardProcess board() throws Exception {
        return BoardProcess.start(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run", "--config",
                config.toString()));
    }

    private Optional<StoredCommand> command(String id) {
        try (BoardStore open = BoardStore.openToRead(folder.resolve("board.store"))) {
            return open.commands().latest(1_000).stream().filter(command -> command.id().equals(id)).findFirst();
        } catch (StoreException busy) {
            return Optional.empty();
        }
    }

    private boolean ended(String id) {
        return command(id).map(one -> one.state() == CommandState.DONE || one.state() == CommandState.REFUSED).orElse(false);
    }

    /** Versions that the board said it works with, in order. */
    private static List<Long> versions(BoardProcess board) {
        return board.lines().stream().filter(line -> line.startsWith("board board: model digits version "))
                .map(line -> Long.parseLong(line.replaceFirst("^board board: model digits version (\\d+),.*", "$1"))).toList();
    }

    @Test
    void shouldWorkWithTheOldOrTheNewModelWheneverItIsKilled() throws Exception {
        long inUse = 1;
        int kills = 0;
        for (long version = 2; version < 2 + VERSIONS; version++) {
            offer(version, version(version));
            String id = "model-" + version;
            for (int attempt = 0; !ended(id); attempt++) {
                assertTrue(attempt < 12, "version " + version + " comes to no end");
                try (BoardProcess board = board()) {
                    board.await("ready", () -> board.readyMs() >= 0);
                    if (command(id).isEmpty()) {
                        board.awaitLine("telemetry reports to");
                        Thread.sleep(200);
                        sender.send(id, "model", "digits/" + version);
                    }
                    if (attempt < 4) { // within the fetch, the trial, or a start of it
                        Thread.sleep(random.nextInt(1_500));
                        kills++;
                    } else {
                        board.await("the end", () -> ended(id));
                    }
                    board.kill();
                    for (long used : versions(board)) {
                        assertTrue(used == inUse || used == version, "in use was " + inUse + ", offered " + version + ", taken " + board.tail());
                    }
                }
            }
            if (command(id).orElseThrow().state() == CommandState.DONE) {
                inUse = version;
            }
        }
        System.out.printf("model updates: %d versions, %d kills, version %d in use at the end%n", VERSIONS, kills, inUse);
        try (BoardProcess board = board()) {
            board.await("ready", () -> board.readyMs() >= 0);
            assertEquals(List.of(inUse), versions(board));
        }
        assertTrue(inUse > 1, "no model was ever taken");
    }

    @Test
    void shouldGoOnLearningFromWhereItWasWhenAModelIsGivenUp() throws Exception {
        offer(2, version(2));
        try (BoardProcess board = board()) {
            board.awaitLine("samples ");
            sender.send("take", "model", "digits/2");
            board.awaitLine("event 1 ");
            board.awaitLine("model-switched: to model digits version 2");
            board.kill();
        }
        for (int start = 0; start < ModelSlots.MAX_STARTS; start++) { // killed before it can prove itself
            try (BoardProcess board = board()) {
                board.await("ready", () -> board.readyMs() >= 0);
                board.kill();
            }
        }
        try (BoardProcess board = board()) {
            board.await("the answer", () -> ended("take"));
            assertEquals("given up: not confirmed after 3 starts", command("take").orElseThrow().reason());
            assertEquals(List.of(1L), versions(board));
            board.awaitLine("what was learned from it earlier is taken up again");
            board.awaitLine("goes on from checkpoint");
        }
    }

    @Test
    void shouldRefuseAModelThatDoesWorseAndOneThatIsNotSigned() throws Exception {
        float[] zeros = new float[shipped.parameters().values().values().iterator().next().length];
        var spoilt = new LinkedHashMap<>(shipped.parameters().values());
        spoilt.put(spoilt.keySet().iterator().next(), zeros);
        offer(2, new Model("digits", 2, shipped.network(), new Parameters(spoilt), shipped.provenance(), shipped.signature()));
        offer(3, version(3));
        Files.writeString(config, Files.readString(config).replace("margin = 1.0", "margin = 0.1"));
        host.files.put("/models/digits/3/manifest", key().sign(Manifest.parse(
                SignedManifest.parse(host.files.get("/models/digits/3/manifest")).manifest())).json());
        try (BoardProcess board = board()) {
            board.awaitLine("samples ");
            sender.send("worse", "model", "digits/2");
            board.await("the answer", () -> ended("worse"));
            assertTrue(command("worse").orElseThrow().reason().contains("on the held-out set; allowed are"), command("worse").toString());
            sender.send("unsigned", "model", "digits/3");
            board.await("the answer", () -> ended("unsigned"));
            assertEquals("signed by a key that is not among the trusted ones", command("unsigned").orElseThrow().reason());
            assertEquals(List.of(1L), versions(board));
            assertTrue(board.alive());
        }
    }
}
