package io.edgedfa.device.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Gathers what a checkpoint's seal covers; lengths go before texts so that no two checkpoints look alike. */
final class Seal {
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer word = ByteBuffer.allocate(Long.BYTES);

    Seal(long number, long savedMs) {
        add(number);
        add(savedMs);
    }

    void fact(String name, String value) {
        add(name);
        add(value);
    }

    void tensor(String name, int elements, long checksum) {
        add(name);
        add(elements);
        add(checksum);
    }

    long value() {
        return crc.getValue();
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        crc.update(bytes);
    }

    private void add(long value) {
        crc.update(word.clear().putLong(value).flip());
    }
}
