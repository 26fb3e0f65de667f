package io.edgedfa.stream.feed;

import io.edgedfa.stream.feed.image.ImageDecoder;
import io.edgedfa.stream.feed.image.PixelRows;
import io.edgedfa.stream.feed.image.Taps;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * How a site's raw values become the network's input: {@code x = (v * scale - mean) / std}. Image values {@code v} are 0 to 1
 * (a byte divided by 255), plain features are taken as they come. Immutable.
 */
public final class Preprocessing {

    private static final int MAX_VALUES = 1 << 24;

    /** What to do with an image of another size; what resizes, interpolates linearly and averages where it shrinks. */
    public enum Resize {
        /** Refuses it. */
        NONE,
        /** Each side for itself; proportions are lost. */
        STRETCH,
        /** Keeps proportions; all of the image, centred, black bars beside it. */
        FIT,
        /** Keeps proportions; the largest centred part that fills the shape. */
        CROP
    }

    private final boolean images;
    private final int channels;
    private final int rows;
    private final int columns;
    private final boolean grayscale;
    private final Resize resize;
    private final float scale;
    private final float[] mean; // by channel
    private final float[] std;

    private Preprocessing(boolean images, int channels, int rows, int columns, boolean grayscale, Resize resize, float scale,
            float[] mean, float[] std) {
        this.images = images;
        this.channels = channels;
        this.rows = rows;
        this.columns = columns;
        this.grayscale = grayscale;
        this.resize = resize;
        this.scale = scale;
        this.mean = mean;
        this.std = std;
    }

    /**
     * Images as {@code [channels, rows, columns]}, values 0 to 1.
     *
     * @param channels  1, or 3 for red, green, blue
     * @param grayscale for 1 channel: colours become luma (ITU-R BT.601); else a colour image is refused. A grey image fits
     *                  3 channels too
     */
    public static Preprocessing images(int channels, int rows, int columns, boolean grayscale, Resize resize) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels = %d, allowed: 1 or 3".formatted(channels));
        }
        if (rows < 1 || columns < 1 || (long) rows * columns > MAX_VALUES / channels) {
            throw new IllegalArgumentException("channels * rows * columns = %d * %d * %d, allowed: each 1 or more, %d together"
                    .formatted(channels, rows, columns, MAX_VALUES));
        }
        if (grayscale && channels == 3) {
            throw new IllegalArgumentException("grayscale = true with 3 channels, allowed: with 1 channel");
        }
        return new Preprocessing(true, channels, rows, columns, grayscale, resize, 1, new float[channels], ones(channels));
    }

    /** Plain features; for {@link #normalized} each is a channel of its own. @param features 1 to 2^24 */
    public static Preprocessing values(int features) {
        if (features < 1 || features > MAX_VALUES) {
            throw new IllegalArgumentException("features = %d, allowed: 1 to %d".formatted(features, MAX_VALUES));
        }
        return new Preprocessing(false, features, 1, 1, false, Resize.NONE, 1, new float[features], ones(features));
    }

    /**
     * The same with {@code x = (v * scale - mean) / std}.
     *
     * @param scale finite, not 0
     * @param mean  finite; one value, or one for each channel
     * @param std   finite, above 0; one value, or one for each channel
     */
    public Preprocessing normalized(float scale, List<Float> mean, List<Float> std) {
        if (!Float.isFinite(scale) || scale == 0) {
            throw new IllegalArgumentException("scale = %s, allowed: a finite number other than 0".formatted(scale));
        }
        float[] means = perChannel("mean", mean);
        float[] stds = perChannel("std", std);
        for (float value : stds) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("std = %s, allowed: above 0".formatted(value));
            }
        }
        return new Preprocessing(images, channels, rows, columns, grayscale, resize, scale, means, stds);
    }

    private float[] perChannel(String name, List<Float> values) {
        if (values.size() != 1 && values.size() != channels) {
            throw new IllegalArgumentException("%s has %d values, allowed: 1 or %d".formatted(name, values.size(), channels));
        }
        float[] all = new float[channels];
        for (int i = 0; i < channels; i++) {
            all[i] = values.get(values.size() == 1 ? 0 : i);
            if (!Float.isFinite(all[i])) {
                throw new IllegalArgumentException("%s = %s, allowed: a finite number".formatted(name, all[i]));
            }
        }
        return all;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Values of one sample. */
    public int features() {
        return channels * rows * columns;
    }

    /** Whether the network takes images, rather than plain features only. */
    public boolean takesImages() {
        return images;
    }

    /** Makes raw values the network's input. @throws SampleException if a value is, or becomes, not finite */
    public void values(float[] inPlace) throws SampleException {
        int plane = rows * columns;
        for (int channel = 0; channel < channels; channel++) {
            for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                float value = (inPlace[i] * scale - mean[channel]) / std[channel];
                if (!Float.isFinite(value)) {
                    throw new SampleException("value %d is %s, as input %s, allowed: finite numbers"
                            .formatted(i, inPlace[i], value));
                }
                inPlace[i] = value;
            }
        }
    }

    /** As {@link #image(BufferedImage, float[])}, from an encoded picture. */
    public void image(byte[] encoded, float[] target) throws SampleException {
        if (!images) { // before anything is decoded for nothing
            throw new SampleException("a picture, allowed: %d numbers".formatted(features()));
        }
        BufferedImage image;
        try {
            image = ImageDecoder.decode(encoded);
        } catch (IOException e) {
            throw new SampleException(SiteText.oneLine(String.valueOf(e.getMessage())));
        }
        image(image, target);
    }

    /**
     * Makes a picture the network's input.
     *
     * @param target receives {@link #features()} values, {@code [channels, rows, columns]}
     * @throws SampleException if the picture does not fit
     */
    public void image(BufferedImage image, float[] target) throws SampleException {
        if (!images) {
            throw new SampleException("a picture, allowed: %d numbers".formatted(features()));
        }
        int width = image.getWidth();
        int height = image.getHeight();
        if (resize == Resize.NONE && (width != columns || height != rows)) {
            throw new SampleException("%d x %d pixels, allowed: %d x %d".formatted(width, height, columns, rows));
        }
        PixelRows pixels = new PixelRows(image);
        if (channels == 1 && !grayscale && !pixels.gray()) {
            throw new SampleException("a picture in colour, allowed: shades of grey");
        }
        Arrays.fill(target, 0, features(), 0);
        resize(pixels, width, height, target);
        values(target);
    }

    private void resize(PixelRows pixels, int width, int height, float[] target) {
        int filledRows = rows;
        int filledColumns = columns;
        double usedWidth = width;
        double usedHeight = height;
        if (resize == Resize.FIT) {
            double factor = Math.min((double) columns / width, (double) rows / height);
            filledRows = Math.max(1, (int) Math.round(height * factor));
            filledColumns = Math.max(1, (int) Math.round(width * factor));
        } else if (resize == Resize.CROP) {
            double factor = Math.min((double) width / columns, (double) height / rows);
            usedWidth = columns * factor;
            usedHeight = rows * factor;
        }
        Taps across = Taps.of((width - usedWidth) / 2, usedWidth, width, filledColumns);
        Taps down = Taps.of((height - usedHeight) / 2, usedHeight, height, filledRows);
        int corner = (rows - filledRows) / 2 * columns + (columns - filledColumns) / 2;
        sum(pixels, across, down, target, corner, width);
    }

    /** Runs through the picture once, row by row, adding each to the target rows that it is part of. */
    private void sum(PixelRows pixels, Taps across, Taps down, float[] target, int corner, int width) {
        float[][] planes = new float[channels][width];
        float[] resized = new float[across.targets()];
        int from = 0; // the first target row that is not complete
        for (int y = down.first()[0]; y <= down.last(down.targets() - 1); y++) {
            pixels.read(y, planes);
            while (down.last(from) < y) {
                from++;
            }
            for (int channel = 0; channel < channels; channel++) {
                across.apply(planes[channel], resized);
                int start = channel * rows * columns + corner;
                for (int t = from; t < down.targets() && down.first()[t] <= y; t++) {
                    add(resized, down.weights()[t][y - down.first()[t]], target, start + t * columns);
                }
            }
        }
    }

    private static void add(float[] row, float weight, float[] target, int offset) {
        for (int x = 0; x < row.length; x++) {
            target[offset + x] += weight * row[x];
        }
    }
}
