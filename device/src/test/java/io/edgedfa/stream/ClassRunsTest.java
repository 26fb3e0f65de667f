package io.edgedfa.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClassRunsTest {
    private static final Dataset DIGITS = DrawnDigits.train(DrawnDigits.DEFAULT_SEED);

    @Test
    void shouldShowSoManyOfAClassInARowAndThenTheNext() {
        ClassRuns runs = new ClassRuns(DIGITS, 1, 3, 0, 33);
        float[] image = new float[784];
        int[] labels = new int[34];
        Arrays.setAll(labels, i -> runs.next(image));
        int[] expected = new int[34];
        Arrays.setAll(expected, i -> i == 33 ? SampleSource.END : i / 3 % 10);
        assertArrayEquals(expected, labels);
    }

    @Test
    void shouldNotRepeatASampleBeforeAllOfItsClassWereShown() {
        ClassRuns runs = new ClassRuns(DIGITS, 1, 2, 0, 40);
        float[][] images = new float[40][784];
        for (float[] image : images) {
            runs.next(image);
        }
        assertEquals(40, Arrays.stream(images).map(Arrays::hashCode).distinct().count());
    }

    @Test
    void shouldGoOnAtAnyPosition() {
        ClassRuns whole = new ClassRuns(DIGITS, 1, 7, 0, 100);
        float[] image = new float[784];
        for (int i = 0; i < 53; i++) {
            whole.next(image);
        }
        ClassRuns resumed = new ClassRuns(DIGITS, 1, 7, 53, 100);
        float[] other = new float[784];
        for (int i = 0; i < 20; i++) {
            assertEquals(whole.next(image), resumed.next(other));
            assertArrayEquals(image, other);
        }
    }
}
