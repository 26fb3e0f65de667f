package io.edgedfa.engine.nd4j;

import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Window;
import java.nio.FloatBuffer;

/** Which pixel of a plane lies at each place of a window, for every position of the window; one table serves all channels. */
final class WindowTable {
    /** In place of a pixel where the window lies over the padding. */
    static final int PADDING = -1;

    private final int[][] pixels;
    private final int plane;

    /** @param image {@code [batch, channels, height, width]} */
    WindowTable(Window window, Shape image) {
        int height = image.size(2);
        int width = image.size(3);
        int columns = window.columns(width);
        this.plane = height * width;
        this.pixels = new int[window.area()][window.rows(height) * columns];
        for (int place = 0; place < pixels.length; place++) {
            for (int position = 0; position < pixels[place].length; position++) {
                int row = position / columns * window.strideHeight() - window.top() + place / window.width() * window.dilationHeight();
                int column = position % columns * window.strideWidth() - window.left() + place % window.width() * window.dilationWidth();
                boolean inside = row >= 0 && row < height && column >= 0 && column < width;
                pixels[place][position] = inside ? row * width + column : PADDING;
            }
        }
    }

    /** Places of the window. */
    int places() {
        return pixels.length;
    }

    /** Positions of the window. */
    int positions() {
        return pixels[0].length;
    }

    /** Pixels of a plane. */
    int plane() {
        return plane;
    }

    /** Index of a pixel within its plane, or {@link #PADDING}. */
    int pixel(int place, int position) {
        return pixels[place][position];
    }

    /**
     * Lays the windows of an image side by side (im2col).
     *
     * @param columns {@code [channels * places, positions]}, overwritten
     * @param image   images; the first of the {@code channels} planes to read starts at {@code offset}
     */
    void unfold(FloatBuffer columns, FloatBuffer image, int offset, int channels) {
        int to = 0;
        for (int channel = 0; channel < channels; channel++) {
            int start = offset + channel * plane;
            for (int[] pixelsAtPlace : pixels) {
                for (int pixel : pixelsAtPlace) {
                    columns.put(to++, pixel == PADDING ? 0 : image.get(start + pixel));
                }
            }
        }
    }

    /** The transpose of {@link #unfold} as a linear map: adds each value of {@code columns} to its pixel (col2im). */
    void fold(FloatBuffer columns, FloatBuffer image, int offset, int channels) {
        int from = 0;
        for (int channel = 0; channel < channels; channel++) {
            int start = offset + channel * plane;
            for (int[] pixelsAtPlace : pixels) {
                for (int pixel : pixelsAtPlace) {
                    float value = columns.get(from++);
                    if (pixel != PADDING) {
                        image.put(start + pixel, image.get(start + pixel) + value);
                    }
                }
            }
        }
    }
}
