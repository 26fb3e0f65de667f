package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, read-only, broken: the board goes on learning and predicting, says what is wrong, and recovers. */
class FaultyStorageIT {
    @TempDir
    Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void makeFolder() throws IOException {
        disk = Files.createDirectories(folder.resolve("disk"));
        Files.copy(Path.of("..", "models", "digits-fc2-128.onnx"), folder.resolve("m.onnx"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            command("umount", "-l", disk.toString());
        }
    }

    private Path config() throws IOException {
        return Files.writeString(folder.resolve("board.toml"), """
                [model]
                file = "m.onnx"
                [source]
                rate = 500
                [predictions]
                to = "predictions.jsonl"
                [store]
                file = "disk/store"
                checkpoint-interval-s = 0.2
                [mqtt]
                broker = "tcp://127.0.0.1:1"
                """);
    }

    private static boolean command(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** A disk of its own: 16 MB of memory. */
    private void mountDisk() throws Exception {
        mounted = command("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString());
        if (!mounted) {
            System.out.println("skipped: full and read-only disks: mounting a tmpfs needs root");
        }
        assumeTrue(mounted, "mounting a tmpfs needs root");
    }

    private long predictions() {
        try {
            return Files.size(folder.resolve("predictions.jsonl"));
        } catch (IOException e) {
            return 0;
        }
    }

    /** Predictions go on being made. */
    private void assertWorks(BoardProcess board) throws Exception {
        long before = predictions();
        board.await("more predictions", () -> predictions() > before + 10_000);
        assertTrue(board.alive());
    }

    private String checkpoint() {
        try (BoardStore store = BoardStore.openToRead(disk.resolve("store"))) {
            return store.checkpoints().current().map(saved -> saved.facts().get("updates")).orElse("none");
        } catch (StoreException e) {
            return "none"; // it is just being made
        }
    }

    @Test
    void shouldLearnOnWhenTheDiskIsFullAndKeepAgainWhenItIsNot() throws Exception {
        mountDisk();
        try (BoardProcess board = BoardProcess.run(config())) {
            board.awaitLine("event 1 start");
            Path filler = disk.resolve("filler");
            command("dd", "if=/dev/zero", "of=" + filler, "bs=64k"); // until there is no room
            board.awaitLine("the store cannot be used, learning goes on without it");
            assertWorks(board);
            Files.delete(filler);
            board.awaitLine("store-back");
            String then = checkpoint();
            board.await("checkpoints again", () -> !checkpoint().equals(then));
            assertTrue(board.terminate().isPresent());
        }
    }

    @Test
    void shouldGoOnFromTheLastCheckpointOnAReadOnlyDisk() throws Exception {
        mountDisk();
        Path config = config();
        try (BoardProcess board = BoardProcess.run(config)) {
            board.await("a checkpoint", () -> Files.exists(disk.resolve("store")) && !checkpoint().equals("none"));
            assertWorks(board);
            board.terminate();
        }
        assertTrue(command("mount", "-o", "remount,ro", disk.toString()));
        try (BoardProcess board = BoardProcess.run(config)) {
            board.awaitLine("the store cannot be used, learning goes on without it");
            board.awaitLine("goes on from checkpoint");
            assertWorks(board);
            assertTrue(command("mount", "-o", "remount,rw", disk.toString()));
            board.awaitLine("store-back");
        }
    }

    @Test
    void shouldStartOnADiskThatIsFull() throws Exception {
        mountDisk();
        command("dd", "if=/dev/zero", "of=" + disk.resolve("filler"), "bs=64k");
        try (BoardProcess board = BoardProcess.run(config())) {
            board.awaitLine("the store cannot be used, learning goes on without it");
            board.awaitLine("ready");
            assertWorks(board);
        }
    }

    @Test
    void shouldLearnOnWhileWritesFailAndKeepAgainWhenTheyDoNot() throws Exception {
        try (BoardProcess board = BoardProcess.run(config())) {
            board.awaitLine("event 1 start");
            // From now on no write beyond this size of a file succeeds: the log's next one among them.
            assertTrue(command("prlimit", "--pid", Long.toString(board.pid()), "--fsize=300000:unlimited"), "prlimit");
            board.awaitLine("the store cannot be used, learning goes on without it");
            assertWorks(board);
            assertTrue(command("prlimit", "--pid", Long.toString(board.pid()), "--fsize=unlimited"));
            board.awaitLine("store-back");
            assertTrue(board.terminate().isPresent());
        }
    }

    @Test
    void shouldGoOnFromTheLastCheckpointOnADiskThatBecameReadOnlyUnderIt() throws Exception {
        mountDisk();
        Path config = config();
        try (BoardProcess board = BoardProcess.run(config)) {
            board.await("a checkpoint", () -> !checkpoint().equals("none"));
            board.kill(); // leaves a write-ahead log
        }
        assertTrue(command("mount", "-o", "remount,ro", disk.toString()));
        try (BoardProcess board = BoardProcess.run(config)) {
            board.awaitLine("goes on from checkpoint");
            assertWorks(board);
        }
    }

    @Test
    void shouldSetACorruptStoreAsideAndStartFromTheFactoryModel() throws Exception {
        Path config = config();
        try (BoardProcess board = BoardProcess.run(config)) {
            board.await("a checkpoint", () -> Files.exists(disk.resolve("store")) && !checkpoint().equals("none"));
            board.terminate();
        }
        Files.write(disk.resolve("store"), new byte[100_000]);
        try (BoardProcess board = BoardProcess.run(config)) {
            board.awaitLine("store-set-aside");
            board.awaitLine("from the factory model");
            assertTrue(Files.exists(disk.resolve("store.corrupt-1")));
            board.await("a checkpoint", () -> !checkpoint().equals("none"));
        }
    }

    @Test
    void shouldRefuseASecondBoardOnTheSameStoreInOneLine() throws Exception {
        Path config = config();
        try (BoardProcess first = BoardProcess.run(config)) {
            first.awaitLine("event 1 start");
            try (BoardProcess second = BoardProcess.run(config)) {
                assertEquals(2, second.awaitEnd(20), second.tail());
                assertTrue(second.tail().contains("another process has it open"), second.tail());
            }
        }
    }
}
