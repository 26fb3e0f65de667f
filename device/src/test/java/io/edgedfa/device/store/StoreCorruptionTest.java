package io.edgedfa.device.store;

import static io.edgedfa.device.store.Stores.memory;
import static io.edgedfa.device.store.Stores.numbers;
import static io.edgedfa.device.store.Stores.open;
import static io.edgedfa.device.store.Stores.restore;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCorruptionTest {
    private static final int ELEMENTS = 3000;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("board.db");
    }

    /** A good checkpoint 1, a current checkpoint 2, memory and events, closed in order. */
    private void fill() {
        try (BoardStore store = open(file)) {
            store.checkpoints().factory("aa", "mlp", 1, "/m.onnx");
            store.checkpoints().save(Map.of("n", "1"), Map.of("a", numbers(ELEMENTS, 1), "b", numbers(50, 2)),
                    Map.of(4, slot(4)), true);
            store.checkpoints().save(Map.of("n", "2"), Map.of("a", numbers(ELEMENTS, 3), "b", numbers(50, 4)),
                    Map.of(5, slot(5)), false);
            for (int i = 0; i < 15; i++) {
                store.events().add("kind", "text " + i);
            }
        }
    }

    private static ByteBuffer slot(int value) {
        byte[] content = new byte[600];
        Arrays.fill(content, (byte) value);
        return ByteBuffer.wrap(content);
    }

    private Set<String> aside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).filter(name -> name.contains("corrupt"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void assertSetAside(byte[] expected) throws IOException {
        try (BoardStore store = open(file)) {
            Path aside = store.setAside().orElseThrow();
            assertEquals("board.db.corrupt-1", aside.getFileName().toString());
            assertArrayEquals(expected, Files.readAllBytes(aside));
            assertFalse(store.crashed());
            assertEquals(Optional.empty(), store.checkpoints().current());
            store.checkpoints().save(Map.of(), Map.of("a", numbers(10, 1)), Map.of(), true);
        }
        try (BoardStore store = open(file)) {
            assertEquals(Optional.empty(), store.setAside());
            assertTrue(store.checkpoints().lastGood().isPresent());
        }
    }

    @Test
    void shouldSetAsideWhenTheFileIsGarbage() throws IOException {
        byte[] garbage = new byte[10_000];
        new Random(1).nextBytes(garbage);
        Files.write(file, garbage);
        assertSetAside(garbage);
    }

    @Test
    void shouldSetAsideWhenTheFileIsCut() throws IOException {
        fill();
        byte[] half = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2);
        Files.write(file, half);
        assertSetAside(half);
    }

    @Test
    void shouldBeginAnewWhenTheFileIsEmpty() throws IOException {
        fill();
        Files.write(file, new byte[0]);
        try (BoardStore store = open(file)) {
            assertEquals(Optional.empty(), store.setAside());
            assertEquals(Optional.empty(), store.checkpoints().current());
        }
    }

    @Test
    void shouldKeepTheNewestTwoWhenSetAsideOften() throws IOException {
        for (int i = 1; i <= 4; i++) {
            Files.writeString(file, ("garbage " + i + " ").repeat(100));
            open(file).close();
        }
        assertEquals(Set.of("board.db.corrupt-3", "board.db.corrupt-4"), aside());
        assertTrue(Files.readString(folder.resolve("board.db.corrupt-4")).startsWith("garbage 4"));
    }

    @Test
    void shouldNotGiveNumbersAgainWhenTheirStoreWasSetAside() throws IOException {
        fill();
        Files.writeString(file, "garbage".repeat(100));
        try (BoardStore store = open(file)) {
            assertEquals((1L << 32) + 1, store.events().add("kind", "text").number());
        }
        try (BoardStore store = open(file)) {
            assertEquals((1L << 32) + 2, store.events().add("kind", "text").number());
        }
    }

    @Test
    void shouldNameTheTensorAndKeepTheLastGoodWhenABitOfItFlipped() throws IOException {
        fill();
        flip(little(3, 100));
        try (BoardStore store = open(file)) {
            Checkpoint current = store.checkpoints().current().orElseThrow();
            assertEquals("2", current.facts().get("n"));
            CorruptStoreException e = assertThrows(CorruptStoreException.class, () -> restore(store, current));
            assertEquals(file.toRealPath() + ": checkpoint 2, tensor a does not fit its checksum", e.getMessage());
            assertEquals(Map.of("a", numbers(ELEMENTS, 1), "b", numbers(50, 2)),
                    restore(store, store.checkpoints().lastGood().orElseThrow()));
        }
    }

    @Test
    void shouldSaySoWhenAFactChanged() throws Exception {
        fill();
        Stores.sql(file, "UPDATE fact SET value = '3' WHERE checkpoint = 2");
        try (BoardStore store = open(file)) {
            assertThrows(CorruptStoreException.class, () -> store.checkpoints().current());
            assertEquals(1, store.checkpoints().lastGood().orElseThrow().number());
        }
    }

    @Test
    void shouldSaySoWhenAPartIsMissingOrTooMany() throws Exception {
        fill();
        Stores.sql(file, "DELETE FROM part WHERE length(data) > 10000",
                "INSERT INTO part SELECT tensor, 7, data FROM part");
        try (BoardStore store = open(file)) {
            assertThrows(CorruptStoreException.class, () -> restore(store, store.checkpoints().current().orElseThrow()));
        }
    }

    @Test
    void shouldSaySoWhenABitOfAMemorySlotFlipped() throws IOException {
        fill();
        byte[] content = new byte[200];
        Arrays.fill(content, (byte) 5);
        flip(content);
        try (BoardStore store = open(file)) {
            CorruptStoreException e = assertThrows(CorruptStoreException.class, () -> memory(store));
            assertTrue(e.getMessage().endsWith("memory slot 5 does not fit its checksum"), e.getMessage());
            store.checkpoints().dropMemory();
            assertEquals(Map.of(), memory(store));
        }
    }

    @Test
    void shouldSetAsideNextTimeWhenACheckFoundDamage() throws IOException {
        fill();
        byte[] bytes = Files.readAllBytes(file);
        byte[] pageType = Arrays.copyOfRange(bytes, 4096, 4097);
        assertEquals(13, pageType[0]); // page 2 is the root of checkpoint, a leaf
        bytes[4096 + 5] = 1; // its cells begin elsewhere
        bytes[4096 + 6] = 1;
        Files.write(file, bytes);
        try (BoardStore store = open(file)) {
            assertEquals(Optional.empty(), store.setAside()); // it was closed in order: not looked at
            assertThrows(CorruptStoreException.class, store::check);
        }
        try (BoardStore store = open(file)) {
            assertTrue(store.setAside().isPresent());
        }
    }

    /** The promise of this room: what was written, nothing, or an exception; never something else. */
    @Test
    void shouldNeverGiveBackSomethingElseWhenAnyByteIsDamaged() throws IOException {
        fill();
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(7);
        int noticed = 0;
        for (int i = 0; i < 150; i++) {
            byte[] damaged = sound.clone();
            int damages = 1 + random.nextInt(3);
            for (int j = 0; j < damages; j++) { // every other one at the start of a page, where the tree is
                int at = random.nextInt(damaged.length);
                damaged[random.nextBoolean() ? at : at / 4096 * 4096 + at % 16] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            noticed += fits() ? 0 : 1;
            for (Path left : List.of(file, folder.resolve("board.db-wal"), folder.resolve("board.db-shm"))) {
                Files.deleteIfExists(left);
            }
        }
        assertTrue(noticed > 50, noticed + " of 150 noticed"); // the rest is free space and events
    }

    private boolean fits() {
        boolean fits = true;
        try (BoardStore store = open(file)) {
            fits = store.setAside().isEmpty();
            fits &= fits(store, store.checkpoints()::current);
            fits &= fits(store, store.checkpoints()::lastGood);
            try {
                memory(store).forEach((slot, content) -> assertEquals(slot(slot), content));
            } catch (StoreException e) {
                fits = false;
            }
            try {
                store.events().latest(20);
                store.events().add("kind", "text");
                store.outbox().oldest(20);
                store.checkpoints().factory();
                store.checkpoints().drop();
            } catch (StoreException e) {
                fits = false;
            }
        } catch (StoreException e) {
            fits = false;
        }
        return fits;
    }

    private static boolean fits(BoardStore store, Supplier<Optional<Checkpoint>> which) {
        try {
            Optional<Checkpoint> found = which.get();
            if (found.isPresent()) {
                int n = Integer.parseInt(found.get().facts().get("n"));
                assertEquals(n, found.get().number());
                assertEquals(Map.of("a", numbers(ELEMENTS, 2 * n - 1), "b", numbers(50, 2 * n)), restore(store, found.get()));
            }
            return found.isPresent();
        } catch (StoreException e) {
            return false;
        }
    }

    private static byte[] little(int seed, int from) {
        FloatBuffer values = numbers(ELEMENTS, seed);
        ByteBuffer bytes = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = from; bytes.hasRemaining(); i++) {
            bytes.putFloat(values.get(i));
        }
        return bytes.array();
    }

    /** Flips one bit of the only place where the file holds these bytes. */
    private void flip(byte[] content) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at + content.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + content.length, content, 0, content.length)) {
                bytes[at + 3] ^= 1;
                Files.write(file, bytes);
                return;
            }
        }
        throw new AssertionError("not in the file");
    }
}
