package io.edgedfa.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

    private static final int FEATURES = 28 * 28;

    @Test
    void shouldTellSizesWhenAsked() {
        DrawnDigits train = DrawnDigits.train(1);
        DrawnDigits test = DrawnDigits.test(1);
        assertArrayEquals(new int[] {60_000, 10_000, 28, 28, 784, 10}, new int[] {train.size(), test.size(), train.rows(),
            train.columns(), train.features(), train.classes()});
    }

    /**
     * The first 100 images and labels of a split, one byte each, as this class drew them when they were last meant to
     * change. If this fails on one platform only, that platform computes differently; if the pen was changed on purpose,
     * raise the set's version and copy the new hashes.
     */
    @Test
    void shouldDrawTheSamePixelsOnEveryPlatform() {
        assertEquals("c368db9ff6d2e0eee97cde09c1bc1592d0849a3b03b5edcf77bcf8c8d2b33f9a", hash(DrawnDigits.train(1)));
        assertEquals("aabff45396b09be5a293a40908f54201583fb8ad5fe5a2554c4983c7242c6f8e", hash(DrawnDigits.test(1)));
    }

    @Test
    void shouldDrawDifferentImagesWhenSeedDiffers() {
        assertNotEquals(hash(DrawnDigits.train(1)), hash(DrawnDigits.train(2)));
    }

    @Test
    void shouldNeverRepeatAnImageWithinOrAcrossSplits() {
        Set<String> seen = new HashSet<>();
        for (DrawnDigits data : new DrawnDigits[] {DrawnDigits.train(1), DrawnDigits.test(1)}) {
            for (int i = 0; i < data.size(); i++) {
                assertTrue(seen.add(Dataset.sha256Of(pixels(data, i))), data.name() + " repeats at " + i);
            }
        }
        assertEquals(70_000, seen.size());
    }

    @Test
    void shouldDrawEveryDigitAboutEquallyOften() {
        int[] counts = new int[10];
        DrawnDigits data = DrawnDigits.train(1);
        IntStream.range(0, data.size()).forEach(i -> counts[data.label(i)]++);
        // 6,000 expected, standard deviation 73
        assertTrue(Arrays.stream(counts).allMatch(count -> Math.abs(count - 6_000) < 5 * 73), Arrays.toString(counts));
    }

    @Property(tries = 500)
    void shouldDrawVisibleGreyValuesWhateverTheSeed(@ForAll long seed, @ForAll @IntRange(max = 59_999) int index) {
        float[] image = image(DrawnDigits.train(seed), index);
        float sum = 0;
        for (float grey : image) {
            assertTrue(grey >= 0 && grey <= 1);
            sum += grey;
        }
        assertTrue(sum > 10 && sum < 300, "ink " + sum);
    }

    @Property(tries = 100)
    void shouldDrawTheSameWhateverWasInTheTarget(@ForAll @IntRange(max = 9_999) int index, @ForAll float rubbish) {
        float[] target = new float[FEATURES + 3];
        Arrays.fill(target, rubbish);
        DrawnDigits.test(3).copyFeatures(index, target, 2);
        assertArrayEquals(image(DrawnDigits.test(3), index), Arrays.copyOfRange(target, 2, FEATURES + 2));
        assertEquals(rubbish, target[1]);
        assertEquals(rubbish, target[FEATURES + 2]);
    }

    @Test
    void shouldIdentifyContentWhenSeedOrSplitDiffers() {
        assertEquals(DrawnDigits.train(1).sha256(), DrawnDigits.train(1).sha256());
        assertNotEquals(DrawnDigits.train(1).sha256(), DrawnDigits.train(2).sha256());
        assertNotEquals(DrawnDigits.train(1).sha256(), DrawnDigits.test(1).sha256());
    }

    @Test
    void shouldRefuseWhenIndexIsOutside() {
        assertThrows(IndexOutOfBoundsException.class, () -> DrawnDigits.test(1).label(10_000));
        assertThrows(IndexOutOfBoundsException.class, () -> DrawnDigits.test(1).copyFeatures(-1, new float[784], 0));
    }

    @Test
    void shouldRefuseWhenTargetIsTooShort() {
        assertThrows(IndexOutOfBoundsException.class, () -> DrawnDigits.test(1).copyFeatures(0, new float[784], 1));
    }

    private static String hash(Dataset data) {
        byte[][] images = new byte[100][];
        for (int i = 0; i < images.length; i++) {
            images[i] = Arrays.copyOf(pixels(data, i), FEATURES + 1);
            images[i][FEATURES] = (byte) data.label(i);
        }
        return Dataset.sha256Of(images);
    }

    private static byte[] pixels(Dataset data, int index) {
        float[] image = image(data, index);
        byte[] pixels = new byte[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            pixels[i] = (byte) Math.round(255 * image[i]);
        }
        return pixels;
    }

    private static float[] image(Dataset data, int index) {
        float[] image = new float[FEATURES];
        data.copyFeatures(index, image, 0);
        return image;
    }
}
