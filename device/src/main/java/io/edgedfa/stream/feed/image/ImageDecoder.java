package io.edgedfa.stream.feed.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** PNG and JPEG from untrusted bytes, in memory, without a display. An orientation that a camera noted is not applied. */
public final class ImageDecoder {

    /** Largest encoded picture. */
    public static final int MAX_BYTES = 16 << 20;

    private static final long MAX_PIXELS = 40_000_000;
    private static final int MAX_SIDE = 1 << 15;
    private static final long PNG_MAGIC = 0x89504E470D0A1A0AL;

    private ImageDecoder() {}

    /** Whether the bytes begin as a PNG or JPEG does. */
    public static boolean isImage(byte[] bytes) {
        return isPng(bytes) || isJpeg(bytes);
    }

    private static boolean isPng(byte[] bytes) {
        for (int i = 0; i < Long.BYTES; i++) {
            if (i >= bytes.length || bytes[i] != (byte) (PNG_MAGIC >>> (56 - 8 * i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isJpeg(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xD8 && bytes[2] == (byte) 0xFF;
    }

    /**
     * Decodes a picture; its size is read, and refused if too large, before its pixels are.
     *
     * @param bytes at most {@link #MAX_BYTES}; the picture at most 40 megapixels and 32768 pixels to a side
     * @throws IOException if the bytes are no whole picture within the limits, whatever is wrong with them
     */
    public static BufferedImage decode(byte[] bytes) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException("%d bytes, allowed: at most %d".formatted(bytes.length, MAX_BYTES));
        }
        if (!isImage(bytes)) {
            throw new IOException("neither PNG nor JPEG");
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName(isPng(bytes) ? "png" : "jpeg").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            return read(reader, in);
        } catch (RuntimeException e) { // the JDK's readers throw all sorts at damaged files
            throw new IOException("damaged picture: " + e.getClass().getSimpleName(), e);
        } catch (OutOfMemoryError e) { // one array that is too large for this board; nothing else is lost by it
            throw new IOException("the picture needs more memory than there is");
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage read(ImageReader reader, ImageInputStream in) throws IOException {
        boolean[] cutShort = new boolean[1];
        reader.addIIOReadWarningListener((source, warning) -> // JPEG: what is missing would be grey
                cutShort[0] |= warning.contains("Truncated") || warning.contains("premature end"));
        reader.setInput(in, true, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
            throw new IOException("%d x %d pixels, allowed: at most %d, sides of at most %d"
                    .formatted(width, height, MAX_PIXELS, MAX_SIDE));
        }
        BufferedImage image = reader.read(0);
        if (cutShort[0]) {
            throw new IOException("damaged picture: it is cut short");
        }
        return image;
    }
}
