package io.edgedfa.stream.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrequentialScoreTest {

    @Test
    void shouldBeNaNWhenNothingWasAdded() {
        PrequentialScore score = new PrequentialScore(0.9, 10);
        assertEquals(0, score.count());
        assertEquals(Double.NaN, score.fadedAccuracy());
        assertEquals(Double.NaN, score.windowAccuracy());
        assertEquals(Double.NaN, score.fadedLoss());
    }

    @Test
    void shouldWeighRecentPredictionsMoreWhenFading() {
        PrequentialScore score = new PrequentialScore(0.5, 10);
        score.add(true);
        score.add(true);
        score.add(false);
        // S = 0 + 0.5 * (1 + 0.5 * 1) = 0.75, N = 1 + 0.5 * (1 + 0.5 * 1) = 1.75
        assertEquals(0.75 / 1.75, score.fadedAccuracy(), 1e-15);
    }

    @Test
    void shouldBePlainMeanWhenNothingFades() {
        PrequentialScore score = new PrequentialScore(1, 10);
        score.add(true);
        score.add(false);
        score.add(true);
        score.add(true);
        assertEquals(0.75, score.fadedAccuracy());
    }

    @Test
    void shouldForgetWhatLeftTheWindow() {
        PrequentialScore score = new PrequentialScore(0.9, 3);
        double[] expected = {1, 1, 2.0 / 3, 1.0 / 3, 1.0 / 3, 2.0 / 3};
        boolean[] added = {true, true, false, false, true, true};
        for (int i = 0; i < added.length; i++) {
            score.add(added[i]);
            assertEquals(expected[i], score.windowAccuracy(), "after " + (i + 1));
        }
    }

    @Property(tries = 200)
    void shouldCountTheLastOnesWhateverTheWindow(@ForAll @Size(min = 1, max = 400) List<Boolean> added,
            @ForAll @IntRange(min = 1, max = 200) int window) {
        PrequentialScore score = new PrequentialScore(0.9, window);
        added.forEach(score::add);
        List<Boolean> last = added.subList(Math.max(0, added.size() - window), added.size());
        assertEquals(last.stream().mapToInt(hit -> hit ? 1 : 0).average().orElseThrow(), score.windowAccuracy());
        assertEquals(added.size(), score.count());
    }

    @Test
    void shouldFadeLossLikeAccuracy() {
        PrequentialScore score = new PrequentialScore(0.5, 10);
        score.add(false, 4);
        score.add(true, 1);
        // S = 1 + 0.5 * 4 = 3, N = 1.5
        assertEquals(2, score.fadedLoss());
    }

    @Test
    void shouldAverageOnlyKnownLossesWhenSomeAreMissing() {
        PrequentialScore score = new PrequentialScore(0.5, 10);
        score.add(true);
        score.add(false, 4);
        score.add(true);
        assertEquals(4, score.fadedLoss());
    }

    @Test
    void shouldKeepShowingALossThatIsNotANumber() {
        PrequentialScore score = new PrequentialScore(0.5, 10);
        score.add(false, Double.NaN);
        score.add(true, 1);
        assertEquals(Double.NaN, score.fadedLoss());
        assertEquals(0.5, score.windowAccuracy());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, 1.0001, Double.NaN})
    void shouldRefuseWhenFadingIsOutOfRange(double fading) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new PrequentialScore(fading, 10));
        assertEquals("fading = " + fading + ", allowed: above 0, at most 1", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 24) + 1})
    void shouldRefuseWhenWindowIsOutOfRange(int window) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new PrequentialScore(0.9, window));
        assertEquals("window = " + window + ", allowed: 1 to 16777216", refusal.getMessage());
    }
}
