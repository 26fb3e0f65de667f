package io.edgedfa.device.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Saved states of learning: the current one, the last good one if that is another, the replay memory that goes with the
 * current one, and both states of one former model.
 *
 * <p>A checkpoint's seal is the CRC-32C over its number, time, facts and the names, sizes and checksums of its tensors, so that
 * neither can be mistaken for another checkpoint's.
 */
public final class Checkpoints {
    private static final String DELETE_UNUSED = "DELETE FROM checkpoint WHERE number NOT IN ("
            + "SELECT current FROM state WHERE current IS NOT NULL UNION SELECT last_good FROM state WHERE last_good IS NOT NULL"
            + " UNION SELECT current FROM parked WHERE current IS NOT NULL UNION SELECT last_good FROM parked WHERE last_good IS NOT NULL)";
    private static final int MAX_FACTS = 64;
    private static final int MAX_FACT_BYTES = 1 << 20;
    private static final int MAX_TENSORS = 4096;
    private static final int MAX_NAME_BYTES = 512;
    private static final int MAX_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

    private final Database database;
    private final Clock clock;
    private final Tensors tensors;
    private final Memory memory;

    Checkpoints(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        tensors = new Tensors(database);
        memory = new Memory(database);
    }

    /** What became of what was learned when the model was recorded. */
    public enum Recorded {
        /** It is of this model. */
        SAME,
        /** It was of another model, and is kept aside until that one returns or yet another comes; learning starts anew. */
        PUT_ASIDE,
        /** This model had been put aside, and is back with what was learned from it; the other one is aside now. */
        BACK
    }

    /** The model that learning started from. What was learned from another one (by {@code sha256}) is put aside, all but the memory. */
    public Recorded factory(String sha256, String modelId, long version, String path) {
        Factory factory = new Factory(sha256, modelId, version, path);
        return database.write("model could not be recorded", () -> {
            Optional<Factory> before = readFactory();
            Recorded recorded = before.isPresent() && !before.get().sha256().equals(sha256) ? change(before.get(), sha256) : Recorded.SAME;
            if (!before.equals(Optional.of(factory))) {
                database.update("INSERT OR REPLACE INTO factory (id, sha256, model_id, version, path) VALUES (1, ?, ?, ?, ?)",
                        sha256, modelId, version, path);
            }
            return recorded;
        });
    }

    private Recorded change(Factory before, String sha256) throws SQLException {
        boolean back = database.number("SELECT COUNT(*) FROM parked WHERE sha256 = ?", sha256) > 0;
        long current = database.number("SELECT MAX(current) FROM parked WHERE sha256 = ?", sha256);
        long lastGood = database.number("SELECT MAX(last_good) FROM parked WHERE sha256 = ?", sha256);
        database.update("DELETE FROM parked");
        database.update("INSERT INTO parked (id, sha256, current, last_good) SELECT 1, ?, current, last_good FROM state", before.sha256());
        database.update("UPDATE state SET current = NULLIF(?, 0), last_good = NULLIF(?, 0)", current, lastGood);
        memory.delete();
        database.update(DELETE_UNUSED);
        return back ? Recorded.BACK : Recorded.PUT_ASIDE;
    }

    /** Forgets what was learned from the model that was put aside, if there is one. */
    public void dropPutAside() {
        database.write("checkpoints could not be dropped", () -> {
            database.update("DELETE FROM parked");
            return database.update(DELETE_UNUSED);
        });
    }

    /** The model as last recorded. */
    public Optional<Factory> factory() {
        return database.read("model could not be read", this::readFactory);
    }

    private Optional<Factory> readFactory() throws SQLException {
        try (ResultSet row = database.query("SELECT sha256, model_id, version, path FROM factory")) {
            return row.next() ? Optional.of(factory(row)) : Optional.empty();
        }
    }

    private Factory factory(ResultSet row) throws SQLException {
        try {
            return new Factory(Database.text(row, 1), Database.text(row, 2), row.getLong(3), Database.text(row, 4));
        } catch (IllegalArgumentException e) {
            throw new CorruptStoreException(database.file() + ": recorded model is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Saves a state, in one transaction: it becomes the current one and, if good, the last good one; the changed memory slots
     * are written; checkpoints that are neither current nor last good go.
     *
     * @param facts   at most 64, name and value together at most 1 MiB of UTF-8
     * @param tensors at most 4096, names 1 to 512 bytes; float32 from position to limit of each buffer, which both stay
     * @param memory  changed slots: 0 to 2^20 - 1, at most 128 MiB each from position to limit, which both stay
     * @return its number
     * @throws IllegalArgumentException if one of these limits is broken or a value of a tensor is not finite; nothing is saved
     */
    public long save(
            Map<String, String> facts, Map<String, FloatBuffer> tensors, Map<Integer, ByteBuffer> memory, boolean good) {
        checkFacts(facts);
        checkTensors(tensors);
        Memory.check(memory);
        long saved = database.write("checkpoint could not be saved", () -> {
            long number = database.number("SELECT last_checkpoint FROM state") + 1;
            // What goes, goes first: the new one is written where it lay.
            database.update("UPDATE state SET last_checkpoint = ?, current = NULL", number);
            if (good) {
                database.update("UPDATE state SET last_good = NULL");
            }
            database.update(DELETE_UNUSED);
            insert(number, facts, tensors);
            database.update("UPDATE state SET current = ?1, last_good = CASE WHEN ?2 THEN ?1 ELSE last_good END", number, good);
            this.memory.write(memory);
            return number;
        });
        database.tidy();
        return saved;
    }

    private void insert(long number, Map<String, String> facts, Map<String, FloatBuffer> values) throws SQLException {
        long savedMs = clock.millis();
        Seal seal = new Seal(number, savedMs);
        database.update("INSERT INTO checkpoint (number, saved_ms, seal) VALUES (?, ?, 0)", number, savedMs);
        int position = 0;
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            database.update("INSERT INTO fact (checkpoint, position, name, value) VALUES (?, ?, ?, ?)",
                    number, position++, fact.getKey(), fact.getValue());
            seal.fact(fact.getKey(), fact.getValue());
        }
        for (Map.Entry<String, FloatBuffer> tensor : values.entrySet()) {
            int elements = tensor.getValue().remaining();
            seal.tensor(tensor.getKey(), elements, tensors.write(number, tensor.getKey(), tensor.getValue()));
        }
        database.update("UPDATE checkpoint SET seal = ? WHERE number = ?", seal.value(), number);
    }

    /** The one saved last. @throws CorruptStoreException if it is damaged */
    public Optional<Checkpoint> current() {
        return referenced("SELECT current FROM state");
    }

    /** The last one saved as good. @throws CorruptStoreException if it is damaged */
    public Optional<Checkpoint> lastGood() {
        return referenced("SELECT last_good FROM state");
    }

    private Optional<Checkpoint> referenced(String sql) {
        return database.read("checkpoint could not be read", () -> {
            long number = database.number(sql); // 0 for none
            return number == 0 ? Optional.empty() : Optional.of(load(number));
        });
    }

    private Checkpoint load(long number) throws SQLException {
        long savedMs = database.number("SELECT saved_ms FROM checkpoint WHERE number = ?", number);
        Seal seal = new Seal(number, savedMs);
        Map<String, String> facts = new LinkedHashMap<>();
        try (ResultSet row = database.query("SELECT name, value FROM fact WHERE checkpoint = ? ORDER BY position", number)) {
            while (row.next()) {
                facts.put(Database.text(row, 1), Database.text(row, 2));
                seal.fact(Database.text(row, 1), Database.text(row, 2));
            }
        }
        Map<String, Integer> elements = new LinkedHashMap<>();
        try (ResultSet row = database.query("SELECT name, elements, crc FROM tensor WHERE checkpoint = ? ORDER BY id", number)) {
            while (row.next()) {
                elements.put(Database.text(row, 1), row.getInt(2));
                seal.tensor(Database.text(row, 1), row.getInt(2), row.getLong(3));
            }
        }
        if (seal.value() != database.number("SELECT seal FROM checkpoint WHERE number = ?", number)) {
            throw new CorruptStoreException(database.file() + ": checkpoint " + number + " does not fit its seal", null);
        }
        return new Checkpoint(number, savedMs, facts, elements);
    }

    /**
     * Reads the tensors in the order saved, each checked before it is handed over.
     *
     * @param checkpoint as {@link #current()} or {@link #lastGood()} gave it
     * @param consumer   gets name and numbers; the buffer is valid during the call only
     * @throws CorruptStoreException if a tensor does not fit its checksum; those before it were handed over
     * @throws StoreException        if the checkpoint is no longer there
     */
    public void restore(Checkpoint checkpoint, BiConsumer<String, FloatBuffer> consumer) {
        String what = "checkpoint " + checkpoint.number();
        database.read(what + " could not be restored", () -> {
            if (database.number("SELECT COUNT(*) FROM checkpoint WHERE number = ?", checkpoint.number()) == 0) {
                throw new StoreException(database.file() + ": " + what + " is no longer there", null);
            }
            int largest = load(checkpoint.number()).tensors().values().stream().mapToInt(Integer::intValue).max().orElse(0);
            ByteBuffer buffer = ByteBuffer.allocateDirect(largest * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            String sql = "SELECT id, name, elements, crc FROM tensor WHERE checkpoint = ? ORDER BY id";
            try (ResultSet row = database.query(sql, checkpoint.number())) {
                while (row.next()) {
                    String name = row.getString(2);
                    tensors.read(row.getLong(1), what + ", tensor " + name, row.getInt(3), row.getLong(4), buffer);
                    consumer.accept(name, buffer.asFloatBuffer());
                }
            }
            return null;
        });
    }

    /**
     * Reads the replay slots as last saved, by rising slot; each buffer is the caller's.
     *
     * @throws CorruptStoreException if a slot does not fit its checksum; those before it were handed over
     */
    public void memory(BiConsumer<Integer, ByteBuffer> slots) {
        database.read("memory could not be read", () -> {
            memory.read(slots);
            return null;
        });
    }

    /** Forgets the replay memory alone, e.g. when a slot is damaged. */
    public void dropMemory() {
        database.write("memory could not be dropped", memory::delete);
    }

    /** Forgets all checkpoints and the memory: learning starts from the factory model again. */
    public void drop() {
        database.write("checkpoints could not be dropped", this::deleteAll);
    }

    private int deleteAll() throws SQLException {
        database.update("DELETE FROM parked");
        database.update("UPDATE state SET current = NULL, last_good = NULL");
        memory.delete();
        return database.update("DELETE FROM checkpoint");
    }

    private static void checkFacts(Map<String, String> facts) {
        if (facts.size() > MAX_FACTS) {
            throw new IllegalArgumentException("facts = " + facts.size() + ", allowed: at most " + MAX_FACTS);
        }
        facts.forEach((name, value) -> {
            int bytes = utf8(name).length + utf8(value).length;
            if (bytes > MAX_FACT_BYTES) {
                throw new IllegalArgumentException("fact " + name.substring(0, Math.min(name.length(), 80)) + " has " + bytes
                        + " bytes, allowed: at most " + MAX_FACT_BYTES);
            }
        });
    }

    private static void checkTensors(Map<String, FloatBuffer> tensors) {
        if (tensors.size() > MAX_TENSORS) {
            throw new IllegalArgumentException("tensors = " + tensors.size() + ", allowed: at most " + MAX_TENSORS);
        }
        tensors.forEach((name, values) -> {
            int bytes = utf8(name).length;
            if (bytes < 1 || bytes > MAX_NAME_BYTES) {
                throw new IllegalArgumentException("name of a tensor has " + bytes + " bytes, allowed: 1 to " + MAX_NAME_BYTES);
            }
            if (values.remaining() > MAX_ELEMENTS) {
                throw new IllegalArgumentException(
                        "tensor " + name + " has " + values.remaining() + " elements, allowed: at most " + MAX_ELEMENTS);
            }
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
