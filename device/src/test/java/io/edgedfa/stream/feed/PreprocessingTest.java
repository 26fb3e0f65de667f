package io.edgedfa.stream.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.stream.feed.Preprocessing.Resize;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTest {

    private static float[] input(Preprocessing preprocessing, BufferedImage image) throws SampleException {
        float[] target = new float[preprocessing.features()];
        Arrays.fill(target, Float.NaN); // what an earlier sample left
        preprocessing.image(image, target);
        return target;
    }

    private static Preprocessing gray(int rows, int columns, Resize resize) {
        return Preprocessing.images(1, rows, columns, false, resize);
    }

    @Test
    void shouldTakeStoredValuesOfGreyPictureWhenSizeFits() throws SampleException {
        float[] input = input(gray(2, 3, Resize.NONE), Pictures.gray(3, 2, 0, 51, 102, 153, 204, 255));
        assertArrayEquals(new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1}, input, 1e-7f);
    }

    @Test
    void shouldPutChannelsOneAfterTheOtherWhenThereAreThree() throws SampleException {
        BufferedImage image = Pictures.plain(2, 1, BufferedImage.TYPE_3BYTE_BGR, 0xFF_FF_33_00);
        assertArrayEquals(new float[] {1, 1, 0.2f, 0.2f, 0, 0},
                input(Preprocessing.images(3, 1, 2, false, Resize.NONE), image), 1e-7f);
    }

    @ParameterizedTest
    @CsvSource({"0xFFFF0000, 0.299", "0xFF00FF00, 0.587", "0xFF0000FF, 0.114", "0xFFFFFFFF, 1"})
    void shouldWeighColoursAsBt601WhenGrayscale(String argb, float expected) throws SampleException {
        for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB}) {
            BufferedImage image = Pictures.plain(1, 1, type, Long.decode(argb).intValue());
            assertEquals(expected, input(Preprocessing.images(1, 1, 1, true, Resize.NONE), image)[0], 1e-6f);
        }
    }

    @Test
    void shouldShowTransparentPicturesOverBlack() throws SampleException {
        for (int type : new int[] {BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_INT_ARGB}) {
            BufferedImage image = Pictures.plain(1, 1, type, 0x33_FF_FF_FF);
            assertEquals(0.2f, input(Preprocessing.images(1, 1, 1, true, Resize.NONE), image)[0], 1e-6f);
            assertEquals(0.2f, input(Preprocessing.images(3, 1, 1, false, Resize.NONE), image)[2], 1e-6f);
        }
    }

    @Test
    void shouldUseAllSixteenBitsWhenStored() throws SampleException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 13_107);
        assertEquals(0.2f, input(gray(1, 1, Resize.NONE), image)[0], 1e-7f);
    }

    @Test
    void shouldTakePaletteOfGreysForGrey() throws SampleException {
        BufferedImage image = Pictures.plain(1, 1, BufferedImage.TYPE_BYTE_BINARY, 0xFF_FF_FF_FF);
        assertEquals(1, input(gray(1, 1, Resize.NONE), image)[0]);
    }

    @Test
    void shouldRepeatGreyWhenNetworkTakesColours() throws SampleException {
        assertArrayEquals(new float[] {0.2f, 0.2f, 0.2f},
                input(Preprocessing.images(3, 1, 1, false, Resize.NONE), Pictures.gray(1, 1, 51)), 1e-7f);
    }

    @Test
    void shouldRefuseColoursWhenNetworkTakesGreyOnly() {
        BufferedImage image = Pictures.plain(1, 1, BufferedImage.TYPE_3BYTE_BGR, -1);
        SampleException e = assertThrows(SampleException.class, () -> input(gray(1, 1, Resize.NONE), image));
        assertEquals("a picture in colour, allowed: shades of grey", e.getMessage());
    }

    @Test
    void shouldRefuseOtherSizeWhenNothingResizes() {
        SampleException e = assertThrows(SampleException.class,
                () -> input(gray(2, 2, Resize.NONE), Pictures.gray(3, 1, 0, 0, 0)));
        assertEquals("3 x 1 pixels, allowed: 2 x 2", e.getMessage());
    }

    @Test
    void shouldInterpolateLinearlyWhenEnlarging() throws SampleException {
        // pixel centres at 0.25, 0.75, 1.25, 1.75 of a source with centres at 0.5 and 1.5
        assertArrayEquals(new float[] {0, 0.25f, 0.75f, 1},
                input(gray(1, 4, Resize.STRETCH), Pictures.gray(2, 1, 0, 255)), 1e-6f);
    }

    @Test
    void shouldNotAliasWhenShrinkingALot() throws SampleException {
        int side = 512;
        int[] stripes = new int[side * side];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = i % 8 == 0 || i / side % 8 == 0 ? 255 : 0; // a grid whose pitch divides the shrinking factor
        }
        float mean = 1 - 7f / 8 * 7 / 8;
        for (float value : input(gray(16, 16, Resize.STRETCH), Pictures.gray(side, side, stripes))) {
            assertEquals(mean, value, 0.02f);
        }
    }

    @Test
    void shouldKeepProportionsWithBlackBarsWhenFitting() throws SampleException {
        float[] input = input(gray(4, 4, Resize.FIT), Pictures.gray(2, 1, 255, 255));
        assertArrayEquals(new float[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0}, input, 1e-6f);
    }

    @Test
    void shouldKeepCentreWhenCropping() throws SampleException {
        assertArrayEquals(new float[] {0.4f, 0.6f},
                input(gray(1, 2, Resize.CROP), Pictures.gray(4, 1, 0, 102, 153, 255)), 1e-6f);
    }

    @Test
    void shouldTakeAnyProportionsWhenResizing() throws SampleException {
        for (Resize resize : List.of(Resize.STRETCH, Resize.FIT, Resize.CROP)) {
            int[] white = new int[3_000];
            Arrays.fill(white, 255);
            for (BufferedImage image : List.of(Pictures.gray(3_000, 1, white), Pictures.gray(1, 3_000, white))) {
                float brightest = 0;
                for (float value : input(gray(5, 7, resize), image)) {
                    brightest = Math.max(brightest, value);
                }
                assertEquals(1, brightest, 1e-5f, resize + " " + image.getWidth());
            }
        }
    }

    @Test
    void shouldScaleThenShiftByChannelWhenNormalized() throws SampleException {
        Preprocessing preprocessing = Preprocessing.images(3, 1, 1, false, Resize.NONE)
                .normalized(10, List.of(1f, 2f, 3f), List.of(1f, 2f, 4f));
        BufferedImage image = Pictures.plain(1, 1, BufferedImage.TYPE_3BYTE_BGR, 0xFF_FF_33_00);
        assertArrayEquals(new float[] {9, 0, -0.75f}, input(preprocessing, image), 1e-6f);
    }

    @Test
    void shouldNormalizeBlackBarsLikeBlackPixels() throws SampleException {
        Preprocessing preprocessing = gray(3, 1, Resize.FIT).normalized(1, List.of(0.5f), List.of(0.5f));
        assertArrayEquals(new float[] {-1, 1, -1}, input(preprocessing, Pictures.gray(1, 1, 255)), 1e-6f);
    }

    @Test
    void shouldTakeFeaturesAsTheyComeWhenPlain() throws SampleException {
        float[] values = {100, -2};
        Preprocessing.values(2).values(values);
        assertArrayEquals(new float[] {100, -2}, values);
        Preprocessing.values(2).normalized(1, List.of(50f, 0f), List.of(10f, 2f)).values(values);
        assertArrayEquals(new float[] {5, -1}, values);
    }

    @Test
    void shouldRefuseSampleWhenValueIsOrBecomesNotFinite() {
        assertThrows(SampleException.class, () -> Preprocessing.values(1).values(new float[] {Float.NaN}));
        SampleException e = assertThrows(SampleException.class,
                () -> Preprocessing.values(2).normalized(1e30f, List.of(0f), List.of(1f)).values(new float[] {1, 1e20f}));
        assertEquals("value 1 is 1.0E20, as input Infinity, allowed: finite numbers", e.getMessage());
    }

    @Test
    void shouldRefusePictureWhenNetworkTakesPlainFeatures() {
        assertThrows(SampleException.class, () -> Preprocessing.values(4).image(Pictures.png(1), new float[4]));
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 1, false", "0, 1, 1, false", "1, 0, 1, false", "1, 1, -1, false", "3, 1, 1, true", "1, 5000, 5000, false"})
    void shouldRefuseShapesThatCannotBe(int channels, int rows, int columns, boolean grayscale) {
        assertThrows(IllegalArgumentException.class,
                () -> Preprocessing.images(channels, rows, columns, grayscale, Resize.NONE));
    }

    @Test
    void shouldRefuseNormalizationThatCannotBe() {
        Preprocessing images = Preprocessing.images(3, 2, 2, false, Resize.NONE);
        List<Float> one = List.of(1f);
        assertThrows(IllegalArgumentException.class, () -> images.normalized(0, one, one));
        assertThrows(IllegalArgumentException.class, () -> images.normalized(1, List.of(Float.NaN), one));
        assertThrows(IllegalArgumentException.class, () -> images.normalized(1, one, List.of(0f)));
        assertThrows(IllegalArgumentException.class, () -> images.normalized(1, one, List.of(-1f)));
        assertThrows(IllegalArgumentException.class, () -> images.normalized(1, one, List.of(1f, 1f)));
        assertThrows(IllegalArgumentException.class, () -> images.normalized(1, List.of(), one));
        assertThrows(IllegalArgumentException.class, () -> Preprocessing.values(0));
    }
}
