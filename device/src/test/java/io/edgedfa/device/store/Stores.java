package io.edgedfa.device.store;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the tests of this room share. */
final class Stores {
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_123L), ZoneOffset.UTC);
    static final StoreLimits LIMITS = new StoreLimits(64 << 20, 20, 10);

    private Stores() {}

    static BoardStore open(Path file) {
        return BoardStore.open(file, LIMITS, CLOCK);
    }

    /** As {@link Checkpoints#restore} gives them, copied. */
    static Map<String, FloatBuffer> restore(BoardStore store, Checkpoint checkpoint) {
        Map<String, FloatBuffer> tensors = new LinkedHashMap<>();
        store.checkpoints().restore(checkpoint,
                (name, values) -> tensors.put(name, FloatBuffer.allocate(values.remaining()).put(values).flip()));
        return tensors;
    }

    static Map<Integer, ByteBuffer> memory(BoardStore store) {
        Map<Integer, ByteBuffer> slots = new HashMap<>();
        store.checkpoints().memory(slots::put);
        return slots;
    }

    /** So many numbers that say which tensor they are of. */
    static FloatBuffer numbers(int elements, int seed) {
        FloatBuffer numbers = FloatBuffer.allocate(elements);
        for (int i = 0; i < elements; i++) {
            numbers.put(i, Float.intBitsToFloat((i * 0x9E3779B1 ^ seed * 0x85EBCA6B) & 0xbfffffff));
        }
        return numbers;
    }

    /** Without the store. */
    static void sql(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
