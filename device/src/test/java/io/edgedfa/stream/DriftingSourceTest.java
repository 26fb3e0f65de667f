package io.edgedfa.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DriftingSourceTest {

    @Test
    void shouldEndTheDriftWhereItIsToldAlsoWhenItIsTakenUpInTheMiddle() {
        Dataset digits = DrawnDigits.train(DrawnDigits.DEFAULT_SEED);
        Drift inverted = Drift.parse("invert");
        float[] image = new float[784];
        float[] expected = new float[784];
        DriftingSource source = new DriftingSource(new DatasetSource(digits, 1, 5, 10), inverted, 3, 7, 5, 28, 28);
        DatasetSource plain = new DatasetSource(digits, 1, 5, 10);
        for (int number = 5; number < 10; number++) {
            source.next(image);
            plain.next(expected);
            assertEquals(number < 7, image[0] != expected[0], "sample " + number);
        }
    }

    @Test
    void shouldChangeImagesExactlyFromTheGivenSampleOn() {
        DriftingSource source = new DriftingSource(new Dark(5), Drift.parse("invert"), 2, 1, 2);
        assertArrayEquals(new float[] {0, 0, 1, 1, 1}, firstPixels(source, 5));
    }

    @Test
    void shouldChangeLabelsExactlyFromTheGivenSampleOn() {
        // With two classes there is only one permutation without a fixed point.
        DriftingSource source = new DriftingSource(new Dark(5), Drift.parse("permute:7"), 3, 1, 2);
        int[] labels = {next(source), next(source), next(source), next(source), next(source)};
        assertArrayEquals(new int[] {0, 0, 0, 1, 1}, labels);
    }

    @Test
    void shouldChangeTheFirstSampleWhenFromIsZero() {
        assertArrayEquals(new float[] {1}, firstPixels(new DriftingSource(new Dark(5), Drift.parse("invert"), 0, 1, 2), 1));
    }

    @Test
    void shouldEndWhenTheSourceEnds() {
        DriftingSource source = new DriftingSource(new Dark(1), Drift.parse("invert+permute:7"), 0, 1, 2);
        next(source);
        assertEquals(SampleSource.END, next(source));
    }

    @Test
    void shouldCloseTheSourceWhenClosed() {
        Dark dark = new Dark(1);
        new DriftingSource(dark, Drift.NONE, 0, 1, 2).close();
        assertTrue(dark.closed);
    }

    @Test
    void shouldRefuseWhenShapeDoesNotFitTheSource() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> new DriftingSource(new Dark(1), Drift.NONE, 0, 28, 28));
        assertEquals("rows * columns = 28 * 28, allowed: the source's 2 features", refusal.getMessage());
    }

    @Test
    void shouldRefuseWhenFromIsNegative() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> new DriftingSource(new Dark(1), Drift.NONE, -1, 1, 2));
        assertEquals("from = -1, allowed: 0 or more", refusal.getMessage());
    }

    private static int next(SampleSource source) {
        return source.next(new float[2]);
    }

    private static float[] firstPixels(SampleSource source, int count) {
        float[] pixels = new float[count];
        for (int i = 0; i < count; i++) {
            float[] image = new float[2];
            source.next(image);
            pixels[i] = image[0];
        }
        return pixels;
    }

    /** Black images of two pixels, all of class 0 of two. */
    private static final class Dark implements SampleSource {

        private int remaining;
        private boolean closed;

        private Dark(int count) {
            remaining = count;
        }

        @Override
        public int features() {
            return 2;
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public int next(float[] target) {
            target[0] = 0;
            target[1] = 0;
            return remaining-- > 0 ? 0 : END;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
