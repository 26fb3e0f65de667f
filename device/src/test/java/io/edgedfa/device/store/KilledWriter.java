package io.edgedfa.device.store;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** A process that does nothing but write a store, saying each number once it is committed, until it is killed. */
final class KilledWriter {
    static final int ELEMENTS = 150_000;
    static final int SLOTS = 8;
    private static final float FIRST = 1;

    private KilledWriter() {}

    /** @param args the file, a seed */
    public static void main(String[] args) {
        Random random = new Random(Long.parseLong(args[1]));
        try (BoardStore store = BoardStore.open(Path.of(args[0]), new StoreLimits(32 << 20, 50, 30), Stores.CLOCK)) {
            System.out.println("opened " + (store.crashed() ? 1 : 0));
            FloatBuffer w = ByteBuffer.allocateDirect(4 * ELEMENTS).asFloatBuffer();
            FloatBuffer b = FloatBuffer.allocate(100);
            for (long fill = Math.abs(random.nextInt() >> 8);; fill++) {
                fill(w, fill);
                fill(b, fill + 1);
                int slot = random.nextInt(SLOTS);
                ByteBuffer memory = ByteBuffer.allocate(2000).putLong(0, fill).putLong(1992, fill);
                boolean good = random.nextInt(3) == 0;
                long saved = store.checkpoints().save(
                        Map.of("fill", "" + fill, "good", "" + good, "slot", "" + slot),
                        Map.of("w", w, "b", b), Map.of(slot, memory), good);
                System.out.println((good ? "good " : "saved ") + saved);
                for (int i = random.nextInt(4); i > 0; i--) {
                    System.out.println("event " + store.events().add("kind", "fill " + fill).number());
                }
                if (random.nextInt(5) == 0) {
                    long upTo = store.events().latest(1).stream().mapToLong(Event::number).findFirst().orElse(0);
                    store.outbox().acknowledge(upTo);
                    System.out.println("event " + store.events().add("kind", "deletes what was acknowledged").number());
                    System.out.println("acknowledged " + upTo);
                }
            }
        }
    }

    private static void fill(FloatBuffer values, long fill) {
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, value(fill, i));
        }
    }

    static float value(long fill, int element) {
        return FIRST + (fill * 31 + element) % 1_000_003;
    }
}
