package io.edgedfa.stream.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LabelWindowTest {

    private static final long TIMEOUT_NANOS = 100;

    private final float[] features = new float[2];
    private final float[] scores = new float[1];

    private static LabelWindow window(int capacity) {
        return new LabelWindow(2, 1, capacity, TIMEOUT_NANOS);
    }

    private static void put(LabelWindow window, String id, float value, long nowNanos) {
        window.put(id, new float[] {value, -value}, FloatBuffer.wrap(new float[] {10 * value}), nowNanos);
    }

    private boolean take(LabelWindow window, String id, long nowNanos) {
        return window.take(id, features, scores, nowNanos);
    }

    @Test
    void shouldGiveASampleAndItsScoresOutOnce() {
        LabelWindow window = window(3);
        put(window, "a", 1, 0);
        put(window, "b", 2, 0);
        assertTrue(take(window, "a", 1));
        assertArrayEquals(new float[] {1, -1}, features);
        assertArrayEquals(new float[] {10}, scores);
        assertFalse(take(window, "a", 2));
        assertEquals(1, window.waiting());
        assertEquals(1, window.unmatched());
        assertEquals(0, window.expired());
    }

    @Test
    void shouldKeepWhatWasThereWhenItWasPut() {
        LabelWindow window = window(3);
        float[] reused = {1, 2};
        FloatBuffer answers = FloatBuffer.wrap(new float[] {3, 4}).limit(1).position(1);
        window.put("a", reused, answers, 0);
        reused[0] = 9;
        answers.put(0, 9);
        assertTrue(take(window, "a", 0));
        assertArrayEquals(new float[] {1, 2}, features);
        assertArrayEquals(new float[] {3}, scores);
        assertEquals(1, answers.position());
    }

    @Test
    void shouldLetASampleWaitForTheTimeoutAndNoLonger() {
        LabelWindow window = window(3);
        put(window, "a", 1, 5);
        put(window, "b", 2, 5);
        assertTrue(take(window, "a", 5 + TIMEOUT_NANOS));
        assertFalse(take(window, "b", 6 + TIMEOUT_NANOS));
        assertEquals(1, window.expired());
        assertEquals(1, window.unmatched());
        assertEquals(0, window.waiting());
    }

    @Test
    void shouldExpireWhenTimeIsToldAndNothingElse() {
        LabelWindow window = window(3);
        put(window, "a", 1, 0);
        put(window, "b", 1, 50);
        window.expire(TIMEOUT_NANOS + 1);
        assertEquals(1, window.waiting());
        assertEquals(1, window.expired());
    }

    @Test
    void shouldMeasureTimeAcrossTheClocksOverflow() {
        LabelWindow window = window(3);
        put(window, "a", 1, Long.MAX_VALUE - 10);
        put(window, "b", 1, Long.MAX_VALUE - 10);
        assertTrue(take(window, "a", Long.MAX_VALUE - 5));
        assertTrue(take(window, "b", Long.MIN_VALUE + 10));
    }

    @Test
    void shouldDropTheOldestWhenFull() {
        LabelWindow window = window(2);
        put(window, "a", 1, 0);
        put(window, "b", 2, 0);
        put(window, "c", 3, 0);
        assertEquals(2, window.waiting());
        assertEquals(1, window.expired());
        assertFalse(take(window, "a", 0));
        assertTrue(take(window, "b", 0));
        assertTrue(take(window, "c", 0));
    }

    @Test
    void shouldBeYoungAgainWhenTheSameIdComesAgain() {
        LabelWindow window = window(2);
        put(window, "a", 1, 0);
        put(window, "b", 2, 1);
        put(window, "a", 3, 2);
        assertEquals(2, window.waiting());
        assertEquals(0, window.expired());
        put(window, "c", 4, 3);
        assertFalse(take(window, "b", 3));
        assertTrue(take(window, "a", 2 + TIMEOUT_NANOS));
        assertArrayEquals(new float[] {3, -3}, features);
    }

    private record Waiting(String id, float value, long putNanos) {}

    @Property(tries = 300)
    void shouldAgreeWithAPlainListWhateverHappens(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int capacity) {
        SplittableRandom random = new SplittableRandom(seed);
        LabelWindow window = window(capacity);
        List<Waiting> plain = new ArrayList<>();
        long expired = 0;
        long now = random.nextLong();
        for (int i = 0; i < 300; i++) {
            now += random.nextInt(20);
            String id = "id" + random.nextInt(12);
            long at = now;
            int before = plain.size();
            plain.removeIf(sample -> at - sample.putNanos > TIMEOUT_NANOS);
            expired += before - plain.size();
            if (random.nextBoolean()) {
                put(window, id, i, now);
                if (!plain.removeIf(sample -> sample.id.equals(id)) && plain.size() == capacity) {
                    plain.remove(0);
                    expired++;
                }
                plain.add(new Waiting(id, i, now));
            } else {
                Waiting wanted = plain.stream().filter(sample -> sample.id.equals(id)).findFirst().orElse(null);
                assertEquals(plain.remove(wanted), take(window, id, now));
                assertTrue(wanted == null || wanted.value == features[0] && 10 * wanted.value == scores[0]);
            }
            assertEquals(plain.size(), window.waiting());
            assertEquals(expired, window.expired());
        }
    }

    @Test
    void shouldKeepAndGiveOutNothingWhenLengthsAreWrong() {
        LabelWindow window = window(2);
        put(window, "a", 1, 0);
        FloatBuffer one = FloatBuffer.allocate(1);
        assertEquals("id = 0 characters, allowed: 1 to 256", refusal(() -> window.put("", features, one, 0)));
        assertEquals("id = 257 characters, allowed: 1 to 256", refusal(() -> window.put("x".repeat(257), features, one, 0)));
        assertEquals("features = 3 values, allowed: 2", refusal(() -> window.put("b", new float[3], one, 0)));
        assertEquals("scores = 2 values, allowed: 1", refusal(() -> window.put("b", features, FloatBuffer.allocate(2), 0)));
        assertEquals("features = 1 values, allowed: 2", refusal(() -> window.take("a", scores, scores, 0)));
        assertEquals("scores = 2 values, allowed: 1", refusal(() -> window.take("a", features, features, 0)));
        assertEquals(1, window.waiting());
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertEquals("features = 0, classes = 1, allowed: 1 or more", refusal(() -> new LabelWindow(0, 1, 1, 1)));
        assertEquals("features = 1, classes = 0, allowed: 1 or more", refusal(() -> new LabelWindow(1, 0, 1, 1)));
        assertEquals("capacity = 0, allowed: 1 to 134217728 for 1 features and 1 classes",
                refusal(() -> new LabelWindow(1, 1, 0, 1)));
        assertEquals("capacity = 134217729, allowed: 1 to 134217728 for 1 features and 1 classes",
                refusal(() -> new LabelWindow(1, 1, 134_217_729, 1)));
        assertEquals("timeoutNanos = 0, allowed: 1 or more", refusal(() -> new LabelWindow(1, 1, 1, 0)));
    }

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
