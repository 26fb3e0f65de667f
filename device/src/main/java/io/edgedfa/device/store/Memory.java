package io.edgedfa.device.store;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

/** Replay memory as rows, one per slot, each with a CRC-32C over slot number and content. Within the caller's transaction. */
final class Memory {
    private static final int SLOTS = 1 << 20;
    private static final int MAX_SLOT_BYTES = 1 << 27;

    private final Database database;

    Memory(Database database) {
        this.database = database;
    }

    /** @throws IllegalArgumentException if a slot number or a content is out of its range */
    static void check(Map<Integer, ByteBuffer> slots) {
        slots.forEach((slot, content) -> {
            if (slot < 0 || slot >= SLOTS) {
                throw new IllegalArgumentException("slot = " + slot + ", allowed: 0 to " + (SLOTS - 1));
            }
            if (content.remaining() > MAX_SLOT_BYTES) {
                throw new IllegalArgumentException(
                        "slot " + slot + " has " + content.remaining() + " bytes, allowed: at most " + MAX_SLOT_BYTES);
            }
        });
    }

    void write(Map<Integer, ByteBuffer> slots) throws SQLException {
        for (Map.Entry<Integer, ByteBuffer> entry : slots.entrySet()) {
            byte[] content = new byte[entry.getValue().remaining()];
            entry.getValue().duplicate().get(content);
            database.update("INSERT OR REPLACE INTO memory (slot, crc, data) VALUES (?, ?, ?)",
                    entry.getKey(), crc(entry.getKey(), content), content);
        }
    }

    void read(BiConsumer<Integer, ByteBuffer> slots) throws SQLException {
        try (ResultSet row = database.query("SELECT slot, crc, data FROM memory ORDER BY slot")) {
            while (row.next()) {
                int slot = row.getInt(1);
                byte[] content = row.getBytes(3);
                if (content == null || crc(slot, content) != row.getLong(2)) {
                    throw new CorruptStoreException(
                            database.file() + ": memory slot " + slot + " does not fit its checksum", null);
                }
                slots.accept(slot, ByteBuffer.wrap(content));
            }
        }
    }

    int delete() throws SQLException {
        return database.update("DELETE FROM memory");
    }

    private static long crc(int slot, byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(slot).flip());
        crc.update(content);
        return crc.getValue();
    }
}
