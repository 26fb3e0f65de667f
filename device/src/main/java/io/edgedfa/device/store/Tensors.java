package io.edgedfa.device.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Tensors as rows: little-endian float32 in parts of 256 KiB, the last one shorter, with a CRC-32C (RFC 3720, appendix B.4)
 * over all of them. Within the caller's transaction.
 */
final class Tensors {
    static final int PART_BYTES = 256 << 10;
    private static final int PART_ELEMENTS = PART_BYTES / Float.BYTES;
    private static final int EXPONENT = 0x7f800000; // all ones: infinite or not a number

    private final Database database;
    private final byte[] part = new byte[PART_BYTES];
    private final FloatBuffer partFloats = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    private final IntBuffer partBits = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();

    Tensors(Database database) {
        this.database = database;
    }

    /**
     * @param values from position to limit; both stay
     * @return the checksum
     * @throws IllegalArgumentException if a value is not finite
     */
    long write(long checkpoint, String name, FloatBuffer values) throws SQLException {
        FloatBuffer rest = values.duplicate();
        database.update("INSERT INTO tensor (checkpoint, name, elements, crc) VALUES (?, ?, ?, 0)",
                checkpoint, name, rest.remaining());
        long tensor = database.number("SELECT last_insert_rowid()");
        CRC32C crc = new CRC32C();
        for (int position = 0; rest.hasRemaining(); position++) {
            int elements = Math.min(rest.remaining(), PART_ELEMENTS);
            partFloats.put(0, rest, rest.position(), elements);
            rest.position(rest.position() + elements);
            checkFinite(name, position, elements);
            int bytes = elements * Float.BYTES;
            crc.update(part, 0, bytes);
            database.update("INSERT INTO part (tensor, position, data) VALUES (?, ?, ?)",
                    tensor, position, bytes == PART_BYTES ? part : Arrays.copyOf(part, bytes));
        }
        database.update("UPDATE tensor SET crc = ? WHERE id = ?", crc.getValue(), tensor);
        return crc.getValue();
    }

    private void checkFinite(String name, int position, int elements) {
        for (int i = 0; i < elements; i++) {
            if ((partBits.get(i) & EXPONENT) == EXPONENT) {
                throw new IllegalArgumentException("tensor " + name + ", element " + ((long) position * PART_ELEMENTS + i)
                        + " = " + partFloats.get(i) + ", allowed: finite numbers");
            }
        }
    }

    /**
     * @param into cleared, filled, and flipped; little-endian; holds the tensor
     * @throws CorruptStoreException if parts are missing, too many, or do not fit the checksum
     */
    void read(long tensor, String what, int elements, long crc, ByteBuffer into) throws SQLException {
        into.clear().limit(elements * Float.BYTES);
        CRC32C found = new CRC32C();
        try (ResultSet row = database.query("SELECT data FROM part WHERE tensor = ? ORDER BY position", tensor)) {
            while (row.next()) {
                byte[] data = row.getBytes(1);
                if (data == null || data.length > into.remaining()) {
                    throw new CorruptStoreException(database.file() + ": " + what + " does not fit its size", null);
                }
                found.update(data);
                into.put(data);
            }
        }
        if (into.hasRemaining() || found.getValue() != crc) {
            throw new CorruptStoreException(database.file() + ": " + what + " does not fit its checksum", null);
        }
        into.flip();
    }
}
