package io.edgedfa.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes and refusals of operators on images, and what a window may be. */
class WindowShapesTest {
    private final GraphBuilder g = new GraphBuilder("test");
    private final Tensor x = input("x", 2, 3, 7, 5);

    private Tensor input(String name, int... sizes) {
        return g.input(name, ElementType.FLOAT, Shape.of(sizes));
    }

    private static void assertRefused(String expected, Runnable build) {
        assertEquals(expected, assertThrows(GraphException.class, build::run).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0,1,1,1,0,0,0,0", "1,0,1,1,0,0,0,0", "2,2,0,1,0,0,0,0", "2,2,1,-1,0,0,0,0", "2,2,1,1,-1,0,0,0", "2,2,1,1,0,0,0,-1",
        "2,3,1,1,2,0,0,0", "2,3,1,1,0,3,0,0", "2,3,1,1,0,0,2,0", "2,3,1,1,0,0,0,3"})
    void shouldRefuseAWindowThatIsNone(int h, int w, int sh, int sw, int top, int left, int bottom, int right) {
        assertEquals("window " + h + "x" + w + ", stride " + sh + "x" + sw + ", padding [" + top + ", " + left + ", " + bottom + ", "
                + right + "]: size, stride and dilation must be positive, padding at least 0 and below the size",
                assertThrows(IllegalArgumentException.class, () -> new Window(h, w, sh, sw, top, left, bottom, right)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"2,2,2,2,true", "2,3,2,3,true", "2,2,3,4,true", "3,2,2,2,false", "2,3,2,2,false"})
    void shouldBeDisjointWhenNoStrideIsBelowTheSize(int h, int w, int sh, int sw, boolean disjoint) {
        assertEquals(disjoint, new Window(h, w, sh, sw, 0, 0, 0, 0).isDisjoint());
    }

    /** Windows counted one by one. */
    @Property
    void shouldCountTheWindowsThatFit(@ForAll @IntRange(min = 1, max = 30) int size, @ForAll @IntRange(min = 1, max = 5) int window,
            @ForAll @IntRange(min = 1, max = 4) int stride, @ForAll @IntRange(max = 4) int before, @ForAll @IntRange(max = 4) int after) {
        Assume.that(before < window && after < window && size + before + after >= window);
        int fitting = 0;
        for (int start = -before; start + window <= size + after; start += stride) {
            fitting++;
        }
        assertEquals(fitting, new Window(window, 1, stride, 1, before, 0, after, 0).rows(size));
        assertEquals(fitting, new Window(1, window, 1, stride, 0, before, 0, after).columns(size));
    }

    /** The way back of a convolution has the image's size for every window: what no window reached is added. */
    @Property
    void shouldLeadBackToTheImage(@ForAll @IntRange(min = 1, max = 30) int size, @ForAll @IntRange(min = 1, max = 5) int window,
            @ForAll @IntRange(min = 1, max = 4) int stride, @ForAll @IntRange(max = 4) int before, @ForAll @IntRange(max = 4) int after) {
        Assume.that(before < window && after < window && size + before + after >= window);
        GraphBuilder own = new GraphBuilder("property");
        Window w = new Window(window, 1, stride, 1, before, 0, after, 0);
        Tensor image = own.input("image", ElementType.FLOAT, Shape.of(2, 3, size, 4));
        Tensor weight = own.state("weight", Shape.of(5, 3, window, 1));
        Tensor small = own.conv(image, weight, null, w);
        assertEquals(image.shape(), own.convTranspose(small, weight, null, w, (size + before + after - window) % stride, 0).shape());
    }

    @Test
    void shouldNameBothSidesWhenChannelsDiffer() {
        Tensor w = input("w", 4, 2, 3, 3);
        assertRefused("Conv Conv_1: w [4, 2, 3, 3] takes 2 channels, but x [2, 3, 7, 5] has 3", () -> g.conv(x, w, null, Window.square(3, 1, 1)));
        assertRefused("ConvTranspose ConvTranspose_1: w [4, 2, 3, 3] takes 4 channels, but x [2, 3, 7, 5] has 3",
                () -> g.convTranspose(x, w, null, Window.square(3, 1, 1), 0, 0));
    }

    @Test
    void shouldNameTheWeightThatDoesNotHaveTheWindowsSize() {
        Tensor w = input("w", 4, 3, 3, 2);
        assertRefused("Conv Conv_1: w [4, 3, 3, 2] does not have the window's size 3x3", () -> g.conv(x, w, null, Window.square(3, 1, 1)));
    }

    @Test
    void shouldNameTheBiasThatDoesNotFit() {
        Tensor w = input("w", 4, 3, 3, 3);
        Tensor b = input("b", 3);
        assertRefused("Conv Conv_1: b [3] is not [4]", () -> g.conv(x, w, b, Window.square(3, 1, 1)));
    }

    @Test
    void shouldRefuseAWindowLargerThanTheImage() {
        assertRefused("MaxPool MaxPool_1: window 6x6 does not fit into x [2, 3, 7, 5]", () -> g.maxPool(x, Window.square(6, 1, 0)));
        assertRefused("AveragePool AveragePool_1: window 8x1 does not fit into x [2, 3, 7, 5]",
                () -> g.averagePool(x, new Window(8, 1, 1, 1, 0, 0, 0, 0)));
    }

    @Test
    void shouldRefuseWhatIsNoImage() {
        assertRefused("MaxPool MaxPool_1: takes images [batch, channels, height, width], got m [2, 3]",
                () -> g.maxPool(input("m", 2, 3), Window.square(2, 2, 0)));
    }

    @Test
    void shouldRefuseExtraRowsThatAnotherWindowWouldReach() {
        Tensor w = input("w", 3, 4, 3, 3);
        assertRefused("ConvTranspose ConvTranspose_1: output_padding [2, 0] must be at least 0 and below the stride",
                () -> g.convTranspose(x, w, null, Window.square(3, 2, 1), 2, 0));
    }

    @Test
    void shouldRefuseUpdatesWithoutAsManyIndices() {
        Tensor indices = g.maxPoolIndices(x, Window.square(2, 2, 0));
        assertRefused("MaxUnpool MaxUnpool_1: takes FLOAT updates and as many INT64 indices into an image, got x [2, 3, 7, 5], "
                + indices.describe() + " of INT64 and shape [2, 3, 7, 5]", () -> g.maxUnpool(x, indices, x.shape(), Window.square(2, 2, 0)));
    }

    @Test
    void shouldNameTheStatisticsThatAreNotOnePerChannel() {
        Tensor three = input("three", 3);
        Tensor four = input("four", 4);
        assertRefused("BatchNormalization BatchNormalization_1: four [4] does not have the 3 channels of x [2, 3, 7, 5]",
                () -> g.batchNormalization(x, three, three, four, three, 1e-5f));
    }

    @Test
    void shouldRefusePadsGathersAndTransposesOutsideTheAxes() {
        assertRefused("Pad Pad_1: x [2, 3, 7, 5] takes 8 pads of at least 0, got [1, 1]", () -> g.pad(x, 1, 1));
        Tensor free = input("free", Shape.BATCH, 2);
        assertRefused("Pad Pad_2: free [batch, 2] cannot be padded along the batch", () -> g.pad(free, 1, 0, 0, 0));
        assertRefused("Gather Gather_1: takes at least one index, each 0 to 2 along axis 1 of x [2, 3, 7, 5]", () -> g.gather(x, 1, 0, 3));
        assertRefused("Gather Gather_2: x [2, 3, 7, 5] has no fixed axis 4", () -> g.gather(x, 4, 0));
        assertRefused("Transpose Transpose_1: x [2, 3, 7, 5] has the axes [0, 1, 2, 3], not [0, 1, 1, 3]", () -> g.transpose(x, 0, 1, 1, 3));
        assertRefused("GatherElements GatherElements_1: takes a FLOAT vector and INT64 indices, got x [2, 3, 7, 5] of FLOAT and"
                + " x [2, 3, 7, 5] of FLOAT", () -> g.gatherElements(x, x));
    }

    /** Conv: 2 x 4 x 4 x 3 outputs, each of 3 x 3 x 2 weights. Transposed: 2 x 4 x 4 x 3 inputs, each to 3 x 3 x 2 outputs. */
    @Test
    void shouldCountTheMultiplyAddsOfConvolutions() {
        Window window = new Window(3, 2, 2, 2, 1, 1, 1, 1);
        Tensor y = g.conv(x, g.state("w", Shape.of(4, 3, 3, 2)), null, window);
        assertEquals(Shape.of(2, 4, 4, 3), y.shape());
        g.output("y", y);
        assertEquals(96 * 18, g.build().multiplyAdds());
        g.output("z", g.convTranspose(y, g.state("v", Shape.of(4, 3, 3, 2)), null, window, 0, 0));
        assertEquals(96 * 18 + 96 * 18, g.build().multiplyAdds());
    }
}
