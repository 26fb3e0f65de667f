package io.edgedfa.network.weight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitializerTest {
    /** A matrix whose fans differ from its sides. */
    private static final Fans FANS = new Fans(120, 90, 240, 60);
    private static final double GAIN = 1.5;

    private static float[] draw(String name, Fans fans, long seed) {
        return Initializer.named(name).draw(fans, GAIN, new Random(seed));
    }

    /** sqrt(6 / 300); 1.5 sqrt(3 / 240); 1 / sqrt(240). Of 10,800 values the largest is within 0.5% of the bound (1 - e^-54). */
    @ParameterizedTest
    @CsvSource({"xavier, 0.14142136", "kaiming-uniform, 0.16770510", "framework, 0.06454972"})
    void shouldFillItsBoundAndNoMoreWhenUniform(String name, double bound) {
        float[] values = draw(name, FANS, 1);
        double largest = 0;
        double smallest = 0;
        for (float value : values) {
            largest = Math.max(largest, value);
            smallest = Math.min(smallest, value);
        }
        assertTrue(largest <= bound * (1 + 1e-6) && smallest >= -bound * (1 + 1e-6), smallest + " to " + largest);
        assertEquals(bound, largest, 0.005 * bound);
        assertEquals(-bound, smallest, 0.005 * bound);
        assertMoments(values, bound * bound / 3, 4.0 / 5);
    }

    @ParameterizedTest
    @CsvSource({"lecun, 1", "he, 2"})
    void shouldHaveItsVarianceWhenNormal(String name, double scale) {
        float[] values = draw(name, FANS, 1);
        assertMoments(values, scale / 240, 2);
        long beyond = count(values, v -> Math.abs(v) > 3 * Math.sqrt(scale / 240));
        assertTrue(beyond > 0, "a normal distribution has tails");
    }

    /**
     * Mean and variance within five standard errors of what they should be; a mistake of 10% is twice as far off.
     *
     * @param spread variance of the squared value over the square of the variance: 2 for normal, 4/5 for uniform values
     */
    private static void assertMoments(float[] values, double variance, double spread) {
        double mean = 0;
        double square = 0;
        for (float value : values) {
            mean += value / (double) values.length;
            square += (double) value * value / values.length;
        }
        assertEquals(0, mean, 5 * Math.sqrt(variance / values.length), "mean");
        assertEquals(variance, square, 5 * variance * Math.sqrt(spread / values.length), "variance");
    }

    /** 0.95 and 119 / 120 are shares as sparse feedback has them: of 120 rows 6 and 1 stay. */
    @ParameterizedTest
    @CsvSource({"sparse, 60", "sparse:0.25, 30", "sparse:0, 0", "sparse:0.001, 1", "sparse:0.95, 114",
        "sparse:0.9916666666666667, 119", "sparse:0.9999, 119"})
    void shouldHaveTheExactNumberOfZerosInEveryColumn(String name, int zeros) {
        float[] values = draw(name, FANS, 7);
        for (int column = 0; column < FANS.columns(); column++) {
            int found = 0;
            for (int row = 0; row < FANS.rows(); row++) {
                found += values[row * FANS.columns() + column] == 0 ? 1 : 0;
            }
            assertEquals(zeros, found, "column " + column);
        }
    }

    /** 2 / 240 over the share that stays, so that a column's sum of squares does not depend on the share. */
    @ParameterizedTest
    @CsvSource({"sparse, 0.5", "sparse:0.25, 0.75", "sparse:0.95, 0.05"})
    void shouldMakeUpForItsZerosInTheVariance(String name, double stays) {
        float[] values = draw(name, FANS, 3);
        float[] rest = new float[(int) count(values, v -> v != 0)];
        int next = 0;
        for (float value : values) {
            if (value != 0) {
                rest[next++] = value;
            }
        }
        assertEquals(Math.round(stays * values.length), rest.length);
        assertMoments(rest, 2.0 / 240 / stays, 2);
    }

    @Test
    void shouldPutItsZerosAtOtherPlacesInEveryColumn() {
        float[] values = draw("sparse", FANS, 5);
        int[] zerosOfRow = new int[FANS.rows()];
        for (int i = 0; i < values.length; i++) {
            zerosOfRow[i / FANS.columns()] += values[i] == 0 ? 1 : 0;
        }
        // Of 90 columns half: 45, with a deviation of sqrt(90) / 2 = 4.7; six of them either way.
        for (int zeros : zerosOfRow) {
            assertEquals(45, zeros, 28);
        }
    }

    @Test
    void shouldBeZeroEverywhereWhenZeros() {
        assertArrayEquals(new float[FANS.rows() * FANS.columns()], draw("zeros", FANS, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lecun", "xavier", "he", "kaiming-uniform", "framework", "orthogonal", "sparse", "sparse:0.9"})
    void shouldDrawTheSameFromTheSameSeedAndOtherwiseFromAnother(String name) {
        assertArrayEquals(draw(name, FANS, 11), draw(name, FANS, 11));
        assertFalse(Arrays.equals(draw(name, FANS, 11), draw(name, FANS, 12)));
    }

    @Test
    void shouldKnowEveryNameItLists() {
        for (String name : Initializer.NAMES) {
            assertEquals(4, draw(name.replace("SHARE", "0.5"), Fans.of(2, 2), 1).length, name);
        }
    }

    @Test
    void shouldListTheKnownNamesWhenTheNameIsUnknown() {
        assertRefused("glorot", "initializer 'glorot' is unknown; allowed: lecun, xavier, he, kaiming-uniform, framework,"
                + " orthogonal, sparse, sparse:SHARE, zeros");
    }

    @ParameterizedTest
    @CsvSource({"sparse:1, 1.0", "sparse:-0.1, -0.1", "sparse:NaN, NaN"})
    void shouldRefuseAShareThatLeavesNothing(String name, String share) {
        assertRefused(name, "share " + share + " of zeros must be at least 0 and below 1");
    }

    @Test
    void shouldNameTheShareThatIsNoNumber() {
        assertRefused("sparse:many", "share of zeros in 'sparse:many' must be a number from 0 to below 1");
    }

    private static void assertRefused(String name, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> Initializer.named(name)).getMessage());
    }

    private static long count(float[] values, DoublePredicate condition) {
        long count = 0;
        for (float value : values) {
            count += condition.test(value) ? 1 : 0;
        }
        return count;
    }
}
