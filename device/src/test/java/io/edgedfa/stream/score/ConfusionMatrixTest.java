package io.edgedfa.stream.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionMatrixTest {

    @Test
    void shouldCountLabelsByRowAndPredictionsByColumn() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(0, 2);
        matrix.add(0, 2);
        matrix.add(1, 1);
        assertArrayEquals(new long[] {0, 0, 2, 0, 1, 0, 0, 0, 0}, matrix.counts());
        assertEquals(2, matrix.count(0, 2));
        assertEquals(0, matrix.count(2, 0));
    }

    @Property(tries = 100)
    void shouldHoldEveryPredictionOnce(@ForAll @Size(max = 200) List<@IntRange(max = 24) Integer> pairs) {
        ConfusionMatrix matrix = new ConfusionMatrix(5);
        pairs.forEach(pair -> matrix.add(pair / 5, pair % 5));
        for (int pair = 0; pair < 25; pair++) {
            int wanted = pair;
            assertEquals(pairs.stream().filter(other -> other == wanted).count(), matrix.count(pair / 5, pair % 5));
        }
        assertEquals(pairs.size(), matrix.total());
    }

    @Test
    void shouldHaveNoRecallBeforeTheFirstOfAClass() {
        ConfusionMatrix matrix = new ConfusionMatrix(2);
        matrix.add(0, 1);
        assertEquals(0, matrix.recall(0));
        assertEquals(Double.NaN, matrix.recall(1));
    }

    @Test
    void shouldWeighRecentSamplesOfAClassMore() {
        ConfusionMatrix matrix = new ConfusionMatrix(2, 0.5);
        matrix.add(0, 0);
        matrix.add(0, 0);
        matrix.add(0, 1);
        // S = 0 + 0.5 * (1 + 0.5 * 1) = 0.75, N = 1 + 0.5 * (1 + 0.5 * 1) = 1.75
        assertEquals(0.75 / 1.75, matrix.recall(0), 1e-15);
    }

    @Test
    void shouldKeepRecallWhenOtherClassesAreAdded() {
        ConfusionMatrix matrix = new ConfusionMatrix(2, 0.5);
        matrix.add(0, 0);
        matrix.add(0, 1);
        double before = matrix.recall(0);
        for (int i = 0; i < 100; i++) {
            matrix.add(1, i % 2);
        }
        assertEquals(before, matrix.recall(0));
    }

    @Test
    void shouldCountOnWhenRestored() {
        ConfusionMatrix saved = new ConfusionMatrix(2);
        saved.add(0, 1);
        saved.add(1, 1);
        ConfusionMatrix matrix = new ConfusionMatrix(2);
        matrix.add(1, 0);
        matrix.restore(saved.counts());
        matrix.add(0, 1);
        assertArrayEquals(new long[] {0, 2, 0, 1}, matrix.counts());
        assertEquals(3, matrix.total());
        assertEquals(Double.NaN, matrix.recall(1));
    }

    @Test
    void shouldShareNothingWithTheCopyOfItsCounts() {
        ConfusionMatrix matrix = new ConfusionMatrix(1);
        matrix.counts()[0] = 5;
        assertEquals(0, matrix.count(0, 0));
    }

    @Test
    void shouldKeepOnlyRightAndWrongWhenClassesAreMany() {
        ConfusionMatrix matrix = new ConfusionMatrix(257);
        matrix.add(256, 256);
        matrix.add(256, 3);
        matrix.add(256, 4);
        assertEquals(2 * 257, matrix.counts().length);
        assertEquals(1, matrix.count(256, 256));
        assertEquals(2, matrix.counts()[2 * 256 + 1]);
        assertEquals("classes = 257, pairs are counted up to 256",
                assertThrows(IllegalStateException.class, () -> matrix.count(256, 3)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, label = -1", "3, 0, label = 3", "0, -1, predicted = -1", "0, 3, predicted = 3"})
    void shouldRefuseWhatIsNoClass(int label, int predicted, String named) {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        assertEquals(named + ", allowed: 0 to 2",
                assertThrows(IllegalArgumentException.class, () -> matrix.add(label, predicted)).getMessage());
        assertEquals(0, LongStream.of(matrix.counts()).sum() + matrix.total());
    }

    @Test
    void shouldRefuseCountsThatDoNotFit() {
        ConfusionMatrix matrix = new ConfusionMatrix(2);
        matrix.add(0, 0);
        assertEquals("counts = 3 values, allowed: 4 for 2 classes", refusal(matrix, 1, 2, 3));
        assertEquals("counts[1] = -2, allowed: 0 or more, all together below 2^63", refusal(matrix, 1, -2, 3, 4));
        assertEquals("counts[3] = 1, allowed: 0 or more, all together below 2^63", refusal(matrix, Long.MAX_VALUE, 0, 0, 1));
        assertArrayEquals(new long[] {1, 0, 0, 0}, matrix.counts());
    }

    private static String refusal(ConfusionMatrix matrix, long... counts) {
        return assertThrows(IllegalArgumentException.class, () -> matrix.restore(counts)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_537})
    void shouldRefuseWhenClassesAreOutOfRange(int classes) {
        assertEquals("classes = " + classes + ", allowed: 1 to 65536",
                assertThrows(IllegalArgumentException.class, () -> new ConfusionMatrix(classes)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1.5, Double.NaN})
    void shouldRefuseWhenFadingIsOutOfRange(double fading) {
        assertEquals("fading = " + fading + ", allowed: above 0, at most 1",
                assertThrows(IllegalArgumentException.class, () -> new ConfusionMatrix(2, fading)).getMessage());
    }
}
