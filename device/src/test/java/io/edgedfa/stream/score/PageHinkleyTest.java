package io.edgedfa.stream.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PageHinkleyTest {

    /** Page's own form: the cumulative sum against its minimum so far. */
    @Property(tries = 200, seed = "20260801")
    void shouldBeTheSumAboveItsMinimumWhenNothingFades(@ForAll @Size(max = 300) List<Boolean> errors) {
        PageHinkley detector = new PageHinkley(0.01, 2, 1, 1);
        double sum = 0;
        double least = 0;
        double errorSum = 0;
        int count = 0;
        for (boolean wrong : errors) {
            double error = wrong ? 1 : 0;
            errorSum += error;
            sum += error - errorSum / ++count - 0.01;
            least = Math.min(least, sum);
            boolean expected = sum - least > 2;
            assertEquals(expected, detector.add(error));
            if (expected) {
                sum = least = errorSum = count = 0;
            }
        }
    }

    @Test
    void shouldWaitForTheMinimumNumberOfValues() {
        PageHinkley detector = new PageHinkley(0, 1, 1, 50);
        for (int i = 1; i < 50; i++) {
            assertFalse(detector.add(i < 10 ? 0 : 1));
        }
        assertTrue(detector.add(1));
    }

    @Test
    void shouldForgetExcessWhenItFades() {
        PageHinkley lasting = new PageHinkley(0, 3, 1, 1);
        PageHinkley fading = new PageHinkley(0, 3, 0.5, 1);
        int lastingAlarms = 0;
        for (int i = 0; i < 200; i++) {
            lastingAlarms += lasting.add(i < 100 ? 0 : 1) ? 1 : 0;
            assertFalse(fading.add(i < 100 ? 0 : 1)); // below 1 / (1 - 0.5)
        }
        assertEquals(1, lastingAlarms);
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertEquals("delta = -0.1, allowed: 0 to 1", refusal(-0.1, 1, 1, 1));
        assertEquals("lambda = 0.0, allowed: above 0, finite", refusal(0, 0, 1, 1));
        assertEquals("lambda = NaN, allowed: above 0, finite", refusal(0, Double.NaN, 1, 1));
        assertEquals("fading = 0.0, allowed: above 0, at most 1", refusal(0, 1, 0, 1));
        assertEquals("fading = 1.5, allowed: above 0, at most 1", refusal(0, 1, 1.5, 1));
        assertEquals("minimum = 0, allowed: 1 to 16777216", refusal(0, 1, 1, 0));
    }

    private static String refusal(double delta, double lambda, double fading, int minimum) {
        return assertThrows(IllegalArgumentException.class, () -> new PageHinkley(delta, lambda, fading, minimum)).getMessage();
    }
}
