package io.edgedfa.stream.feed.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;

/**
 * The rows of a picture as values in {@code [0, 1]}: the stored values, without colour management (the JDK's own conversion of
 * grey pictures would brighten them), over black where the picture is transparent.
 */
public final class PixelRows {

    private final BufferedImage image;
    private final boolean stored; // else as the JDK converts it
    private final boolean gray;
    private final boolean alpha;
    private final float largest;
    private final int bands;
    private final int[] row;

    public PixelRows(BufferedImage image) {
        ColorModel model = image.getColorModel();
        int colours = model.getNumColorComponents();
        int type = model.getTransferType();
        this.image = image;
        this.stored = model instanceof ComponentColorModel && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT)
                && (colours == 1 || colours == 3) && !model.isAlphaPremultiplied();
        this.gray = stored ? colours == 1 : model instanceof IndexColorModel palette && gray(palette);
        this.alpha = stored ? model.hasAlpha() : true;
        this.largest = stored ? (1 << model.getComponentSize(0)) - 1 : 255;
        this.bands = stored ? model.getNumComponents() : 1;
        this.row = new int[image.getWidth() * bands];
    }

    private static boolean gray(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the picture is stored without colours. */
    public boolean gray() {
        return gray;
    }

    /**
     * Reads one row.
     *
     * @param planes receive the row's values: red, green, blue; or, if there is one plane, the luma of ITU-R BT.601
     */
    public void read(int y, float[][] planes) {
        int width = image.getWidth();
        if (stored) {
            image.getRaster().getPixels(0, y, width, 1, row);
        } else {
            image.getRGB(0, y, width, 1, row, 0, width);
        }
        for (int x = 0; x < width; x++) {
            float opaque = alpha ? value(x, 3) : 1;
            float red = value(x, 0) * opaque;
            if (planes.length == 1) {
                planes[0][x] = gray ? red : 0.299f * red + (0.587f * value(x, 1) + 0.114f * value(x, 2)) * opaque;
            } else {
                planes[0][x] = red;
                planes[1][x] = gray ? red : value(x, 1) * opaque;
                planes[2][x] = gray ? red : value(x, 2) * opaque;
            }
        }
    }

    /** @param band red, green, blue, alpha */
    private float value(int x, int band) {
        if (stored) {
            return row[x * bands + (band == 3 ? bands - 1 : band)] / largest;
        }
        int shift = band == 3 ? 24 : 16 - 8 * band;
        return ((row[x] >>> shift) & 0xFF) / largest;
    }
}
