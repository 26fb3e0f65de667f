package io.edgedfa.device.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CheckpointsPropertyTest {
    private static final int PART = Tensors.PART_BYTES / Float.BYTES;

    @Property(tries = 30)
    void shouldGiveBackEveryBitWhenTensorsAreFinite(
            @ForAll @Size(max = 4) List<@IntRange(max = 2 * PART + 2) Integer> sizes, @ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, FloatBuffer> tensors = new LinkedHashMap<>();
        for (int size : sizes) {
            tensors.put("t" + tensors.size(), finite(random, size));
        }
        assertRoundTrip(tensors);
    }

    @Test
    void shouldGiveBackEveryBitWhenValuesAreAtTheEdges() throws IOException {
        FloatBuffer edges = FloatBuffer.wrap(new float[] {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL,
            Math.nextDown(Float.MIN_NORMAL), Float.MAX_VALUE, -Float.MAX_VALUE});
        SplittableRandom random = new SplittableRandom(1);
        assertRoundTrip(Map.of("edges", edges, "part", finite(random, PART), "less", finite(random, PART - 1),
                "more", finite(random, PART + 1)));
    }

    private static FloatBuffer finite(SplittableRandom random, int size) {
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer bytes = random.nextBoolean() ? ByteBuffer.allocate(4 * size) : ByteBuffer.allocateDirect(4 * size);
        FloatBuffer values = bytes.order(order).asFloatBuffer();
        while (values.hasRemaining()) {
            float value = Float.intBitsToFloat(random.nextInt());
            values.put(Float.isFinite(value) ? value : -0f);
        }
        return values.flip();
    }

    private static void assertRoundTrip(Map<String, FloatBuffer> tensors) throws IOException {
        Path folder = Files.createTempDirectory("store");
        Path file = folder.resolve("board.db");
        try {
            try (BoardStore store = Stores.open(file)) {
                store.checkpoints().save(Map.of(), tensors, Map.of(), true);
            }
            try (BoardStore store = Stores.open(file)) {
                Map<String, FloatBuffer> back = Stores.restore(store, store.checkpoints().current().orElseThrow());
                assertEquals(tensors.keySet(), back.keySet());
                tensors.forEach((name, values) -> assertSameBits(name, values, back.get(name)));
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder.resolve("board.db.lock"));
            Files.delete(folder);
        }
    }

    /** Buffers call 0 and -0 equal. */
    private static void assertSameBits(String name, FloatBuffer expected, FloatBuffer found) {
        assertEquals(expected.remaining(), found.remaining(), name);
        for (int i = 0; i < expected.remaining(); i++) {
            if (Float.floatToRawIntBits(expected.get(i)) != Float.floatToRawIntBits(found.get(i))) {
                assertEquals(expected.get(i), found.get(i), name + " at " + i);
            }
        }
    }
}
