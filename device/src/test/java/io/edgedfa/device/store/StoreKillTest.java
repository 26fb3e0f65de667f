package io.edgedfa.device.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes the store, at any moment, and looks what is left. */
class StoreKillTest {
    private static final int KILLS = Integer.getInteger("edgedfa.store.kills", 25);
    /** Of an emulated Java, {@code java.home} leads to a program that this machine cannot run as it is. */
    private static final String JAVA = System.getProperty("edgedfa.java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    private static final StoreLimits LIMITS = new StoreLimits(32 << 20, 50, 30);

    @TempDir
    Path folder;

    private long checkpoint;
    private long good;
    private long event;
    private long acknowledged;

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void shouldHoldAllItSaidWhenKilledAtAnyMoment() throws Exception {
        Path file = folder.resolve("board.db");
        Random random = new Random(11);
        for (int i = 0; i < KILLS; i++) {
            writeAndKill(file, random);
            try (BoardStore store = BoardStore.open(file, LIMITS, Stores.CLOCK)) {
                assertTrue(store.crashed());
                assertEquals(Optional.empty(), store.setAside());
                store.check();
                checkCheckpoints(store);
                checkEvents(store);
            }
        }
        assertTrue(checkpoint > KILLS && good > 0 && event > KILLS && acknowledged > 0);
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldRefuseWhileAnotherProcessHasItOpenAndAllowOnceThatIsKilled() throws Exception {
        Path file = folder.resolve("board.db");
        Process writer = start(file, 1);
        try {
            assertEquals("opened 0", writer.inputReader().readLine());
            StoreException e = assertThrows(StoreException.class, () -> Stores.open(file));
            assertTrue(e.getMessage().startsWith(file + ": could not be opened: another process has it open"), e.getMessage());
        } finally {
            writer.destroyForcibly().waitFor();
        }
        Stores.open(file).close();
    }

    /** What a medium that lies about what it wrote may leave: never an exception at opening, never something not saved. */
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldOpenAndFitWhenTheLogWasCut() throws Exception {
        Path file = folder.resolve("board.db");
        Path log = folder.resolve("board.db-wal");
        Random random = new Random(5);
        for (int i = 0; i < 4; i++) {
            writeAndKill(file, random);
            byte[] store = Files.readAllBytes(file);
            byte[] whole = Files.readAllBytes(log);
            for (int j = 0; j < 10; j++) {
                Files.deleteIfExists(folder.resolve("board.db-shm"));
                Files.write(file, store);
                Files.write(log, Arrays.copyOf(whole, random.nextInt(whole.length + 1)));
                openAndRestore(file);
            }
            for (Path left : List.of(file, log, folder.resolve("board.db-shm"))) {
                Files.deleteIfExists(left);
            }
            checkpoint = 0;
            event = 0;
        }
    }

    private static void openAndRestore(Path file) {
        try (BoardStore store = BoardStore.open(file, LIMITS, Stores.CLOCK)) {
            try {
                store.checkpoints().current().ifPresent(current -> checkTensors(store, current));
                store.checkpoints().lastGood().ifPresent(lastGood -> checkTensors(store, lastGood));
            } catch (CorruptStoreException e) {
                assertTrue(e.getMessage().contains("board.db"), e.getMessage());
            }
        }
    }

    private Process start(Path file, long seed) throws IOException {
        Path libraries = Files.createDirectories(folder.resolve("libraries")); // a killed process leaves its own there
        return new ProcessBuilder(JAVA, "-Xmx48m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.sqlite.tmpdir=" + libraries,
                "-cp", System.getProperty("java.class.path"), KilledWriter.class.getName(), file.toString(), Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private void writeAndKill(Path file, Random random) throws Exception {
        Process writer = start(file, random.nextLong());
        try (BufferedReader lines = writer.inputReader()) {
            for (int i = random.nextInt(30); i >= 0; i--) {
                hear(lines.readLine());
            }
            LockSupport.parkNanos(random.nextInt(8_000_000)); // into a save
            writer.toHandle().destroyForcibly(); // unlike the process itself it leaves what was said to be read
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("[a-z]+ [0-9]+")) {
                    hear(line);
                }
            }
        } finally {
            writer.destroyForcibly();
        }
    }

    private void hear(String line) {
        String[] words = line.split(" ");
        long number = Long.parseLong(words[1]);
        switch (words[0]) {
            case "good" -> {
                assertTrue(number > checkpoint, line);
                checkpoint = number;
                good = number;
            }
            case "saved" -> {
                assertTrue(number > checkpoint, line);
                checkpoint = number;
            }
            case "event" -> {
                assertTrue(number > event, line + " after " + event);
                event = number;
            }
            case "acknowledged" -> acknowledged = number;
            default -> assertEquals("opened", words[0]);
        }
    }

    private void checkCheckpoints(BoardStore store) {
        if (checkpoint == 0) {
            return;
        }
        Checkpoint current = store.checkpoints().current().orElseThrow();
        assertTrue(current.number() == checkpoint || current.number() == checkpoint + 1,
                "said " + checkpoint + ", found " + current.number());
        checkpoint = current.number();
        checkTensors(store, current);
        boolean currentIsGood = current.facts().get("good").equals("true");
        if (good > 0) {
            Checkpoint lastGood = store.checkpoints().lastGood().orElseThrow();
            assertEquals(currentIsGood ? current.number() : good, lastGood.number());
            checkTensors(store, lastGood);
        }
        good = currentIsGood ? current.number() : good;
        Map<Integer, ByteBuffer> memory = Stores.memory(store);
        ByteBuffer slot = memory.get(Integer.parseInt(current.facts().get("slot")));
        assertEquals(Long.parseLong(current.facts().get("fill")), slot.getLong(0));
        memory.values().forEach(content -> assertEquals(content.getLong(0), content.getLong(1992)));
    }

    private static void checkTensors(BoardStore store, Checkpoint checkpoint) {
        long fill = Long.parseLong(checkpoint.facts().get("fill"));
        Map<String, FloatBuffer> tensors = Stores.restore(store, checkpoint);
        assertEquals(KilledWriter.ELEMENTS, tensors.get("w").remaining());
        for (int i = 0; i < KilledWriter.ELEMENTS; i++) {
            if (tensors.get("w").get(i) != KilledWriter.value(fill, i)) {
                assertEquals(KilledWriter.value(fill, i), tensors.get("w").get(i), "element " + i);
            }
        }
        assertEquals(KilledWriter.value(fill + 1, 99), tensors.get("b").get(99));
    }

    private void checkEvents(BoardStore store) {
        List<Event> events = store.events().latest(100);
        long newest = events.isEmpty() ? 0 : events.get(0).number();
        assertTrue(newest == event || newest == event + 1, "said " + event + ", found " + newest);
        event = newest;
        assertEquals(Math.min(newest, 50), events.size());
        List<Entry> waiting = store.outbox().oldest(100);
        long first = waiting.isEmpty() ? newest + 1 : waiting.get(0).number();
        assertEquals(newest - first + 1, waiting.size());
        assertTrue(first > acknowledged, "acknowledged " + acknowledged + ", found " + first);
        // Not there: acknowledged, perhaps unheard and then up to the one before the newest at that time, or dropped for want of room.
        assertTrue(first == acknowledged + 1 || first == newest || first == newest + 1 || waiting.size() == 30, first + " of " + newest);
        acknowledged = Math.max(acknowledged, first - 1);
    }
}
