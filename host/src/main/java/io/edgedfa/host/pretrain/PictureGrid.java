package io.edgedfa.host.pretrain;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Inputs and what was generated from them, in one PNG image: rows of inputs above as many rows of generated images. */
final class PictureGrid {
    private static final int ACROSS = 10;
    private static final int SCALE = 2;
    /** Between images, and between inputs and generated images. */
    private static final int GAP = 2;
    private static final int DIVIDER = 10;
    private static final Color PAPER = new Color(0x3A6EA5);

    private PictureGrid() {}

    /**
     * The image's bytes.
     *
     * @param inputs    grey values from 0 to 1, row-major, at least one
     * @param generated as many, in the same order
     */
    static byte[] of(List<float[]> inputs, List<float[]> generated, int rows, int columns) {
        int across = Math.min(ACROSS, inputs.size());
        int down = (inputs.size() + across - 1) / across;
        int half = down * (rows * SCALE + GAP) + GAP;
        BufferedImage image = new BufferedImage(
                across * (columns * SCALE + GAP) + GAP, 2 * half + DIVIDER, BufferedImage.TYPE_INT_RGB);
        Graphics2D paper = image.createGraphics();
        paper.setColor(PAPER);
        paper.fillRect(0, 0, image.getWidth(), image.getHeight());
        paper.dispose();
        for (int i = 0; i < inputs.size(); i++) {
            int left = GAP + i % across * (columns * SCALE + GAP);
            int top = GAP + i / across * (rows * SCALE + GAP);
            draw(image, inputs.get(i), left, top, columns);
            draw(image, generated.get(i), left, top + half + DIVIDER, columns);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void draw(BufferedImage image, float[] values, int left, int top, int columns) {
        for (int i = 0; i < values.length; i++) {
            int grey = Math.round(255 * Math.max(0, Math.min(1, values[i])));
            for (int dot = 0; dot < SCALE * SCALE; dot++) {
                image.setRGB(left + i % columns * SCALE + dot % SCALE, top + i / columns * SCALE + dot / SCALE, grey * 0x010101);
            }
        }
    }
}
