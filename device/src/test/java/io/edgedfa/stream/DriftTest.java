package io.edgedfa.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftTest {

    @Test
    void shouldLeaveEverythingWhenNone() {
        assertArrayEquals(new float[] {0, 0.5f, 1}, drifted("none", 1, 3, 0, 0.5f, 1));
        assertArrayEquals(new int[] {0, 1, 2}, Drift.parse("none").relabel(new int[] {0, 1, 2}));
    }

    @Test
    void shouldTurnAnticlockwiseWhenRotatedByPositiveDegrees() {
        float[] turned = drifted("rotate:90", 3, 3,
                0.1f, 0.2f, 0.3f,
                0.4f, 0.5f, 0.6f,
                0.7f, 0.8f, 0.9f);
        assertArrayEquals(new float[] {
            0.3f, 0.6f, 0.9f,
            0.2f, 0.5f, 0.8f,
            0.1f, 0.4f, 0.7f}, turned, 1e-6f);
    }

    @Test
    void shouldTurnAboutTheCentreWhenImageIsNotSquare() {
        assertArrayEquals(new float[] {0.6f, 0.5f, 0.4f, 0.3f, 0.2f, 0.1f},
                drifted("rotate:-180", 2, 3, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f), 1e-6f);
    }

    @Test
    void shouldMixFourNeighboursWhenRotatedBetweenPixels() {
        // A white 2 x 2 image turned by 45 degrees: each pixel now comes from (0.5, 0.5 -+ sqrt(0.5)) or the like, which
        // lies 0.2071 outside: half of each of two white pixels, weighted 1 - 0.2071.
        assertArrayEquals(new float[] {0.7929f, 0.7929f, 0.7929f, 0.7929f}, drifted("rotate:45", 2, 2, 1, 1, 1, 1), 1e-4f);
    }

    @Test
    void shouldSwapBlackAndWhiteWhenInverted() {
        assertArrayEquals(new float[] {1, 0.75f, 0}, drifted("invert", 1, 3, 0, 0.25f, 1));
    }

    @Test
    void shouldAddAndClampWhenBrightnessChanges() {
        assertArrayEquals(new float[] {0.5f, 0.75f, 1}, drifted("brightness:0.5", 1, 3, 0, 0.25f, 0.75f));
        assertArrayEquals(new float[] {0, 0, 0.25f}, drifted("brightness:-0.5", 1, 3, 0, 0.25f, 0.75f));
    }

    @Test
    void shouldMultiplyAndClampWhenGainChanges() {
        assertArrayEquals(new float[] {0, 0.5f, 1}, drifted("gain:2", 1, 3, 0, 0.25f, 0.75f));
    }

    @Test
    void shouldApplyFromLeftToRightWhenJoined() {
        assertArrayEquals(new float[] {1, 0.75f}, drifted("invert+brightness:0.5", 1, 2, 0.25f, 0.75f));
        assertArrayEquals(new float[] {0.25f, 0}, drifted("brightness:0.5+invert", 1, 2, 0.25f, 0.75f));
    }

    @Test
    void shouldTouchOnlyTheImageWhenTargetIsLonger() {
        float[] image = {0, 0, 0.3f};
        Drift.parse("invert+brightness:0.1+gain:2+rotate:180").transform(image, new float[2], 1, 2);
        assertEquals(0.3f, image[2]);
    }

    @Test
    void shouldPermuteLabelsThisWayOnEveryPlatform() {
        assertArrayEquals(new int[] {2, 0, 7, 5, 8, 4, 3, 9, 1, 6}, relabelled("permute:7", 10));
    }

    @Property
    void shouldMoveEveryLabelInOneCycleWhenPermuted(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int classes) {
        int[] permuted = relabelled("permute:" + seed, classes);
        int steps = 1;
        for (int label = permuted[0]; label != 0; label = permuted[label]) {
            assertNotEquals(label, permuted[label]);
            steps++;
        }
        assertEquals(classes, steps);
    }

    @Test
    void shouldPermuteTwiceWhenJoined() {
        int[] once = relabelled("permute:7", 10);
        int[] twice = Arrays.stream(once).map(label -> once[label]).toArray();
        assertArrayEquals(twice, relabelled("permute:7+permute:7", 10));
    }

    @Property
    void shouldReadItsOwnWords(@ForAll("drifts") Drift drift) {
        assertEquals(drift, Drift.parse(drift.toString()));
    }

    @Provide
    Arbitrary<Drift> drifts() {
        Arbitrary<Drift> step = Arbitraries.oneOf(
                Arbitraries.doubles().between(-360, 360).map(Drift.Rotation::new),
                Arbitraries.just(new Drift.Inversion()),
                Arbitraries.floats().between(-1, 1).map(Drift.Brightness::new),
                Arbitraries.floats().between(0, 10).map(Drift.Gain::new),
                Arbitraries.longs().map(Drift.Permutation::new));
        return Arbitraries.oneOf(step, step.list().ofMinSize(2).ofMaxSize(4).map(Drift.Sequence::new),
                Arbitraries.just(Drift.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "None", "invert:1", "rotate", "rotate:", "rotate:x", "rotate:361", "rotate:NaN",
        "brightness:1.01", "gain:-1", "gain:Infinity", "permute:0.5", "permute:", "invert+", "invert+none", "+"})
    void shouldListWhatIsAllowedWhenWordIsUnknown(String word) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> Drift.parse(word));
        assertEquals("drift = \"" + word + "\", allowed: none, invert, rotate:DEGREES (-360 to 360, anticlockwise), "
                + "brightness:AMOUNT (-1 to 1, added), gain:FACTOR (0 to 10, multiplied), permute:SEED (whole number), "
                + "or several joined by +", refusal.getMessage());
    }

    private static float[] drifted(String words, int rows, int columns, float... image) {
        Drift.parse(words).transform(image, new float[image.length], rows, columns);
        return image;
    }

    private static int[] relabelled(String words, int classes) {
        return Drift.parse(words).relabel(IntStream.range(0, classes).toArray());
    }
}
