package io.edgedfa.host.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Images of 3 x 2 pixels, drawn at twice their size with 2 pixels between them. */
class PictureGridTest {

    private static List<float[]> images(int count, float grey) {
        List<float[]> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(new float[] {0, 0.2f, 0.4f, 0.6f, grey, 1});
        }
        return images;
    }

    private static int grey(BufferedImage image, int x, int y) {
        int rgb = image.getRGB(x, y) & 0xFFFFFF;
        assertEquals((rgb & 0xFF) * 0x010101, rgb, "grey at " + x + ", " + y);
        return rgb & 0xFF;
    }

    @Test
    void shouldPutInputsAboveWhatWasGeneratedFromThem() throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(PictureGrid.of(images(12, 0.8f), images(12, -3), 2, 3)));
        // Ten across, two rows of inputs, a divider of 10, two rows of generated ones.
        assertEquals(10 * (6 + 2) + 2, image.getWidth());
        assertEquals(2 * (2 * (4 + 2) + 2) + 10, image.getHeight());
        assertEquals(0, grey(image, 2, 2));
        assertEquals(51, grey(image, 4, 3));
        assertEquals(204, grey(image, 4, 4));
        assertEquals(255, grey(image, 7, 5));
        assertEquals(204, grey(image, 4 + 8, 4 + 6), "the twelfth input");
        int below = 14 + 10;
        assertEquals(0, grey(image, 4, 4 + below), "below 0 is black");
        assertEquals(255, grey(image, 7, 5 + below));
        assertEquals(0x3A6EA5, image.getRGB(0, 0) & 0xFFFFFF, "paper");
        assertEquals(0x3A6EA5, image.getRGB(2 + 2 * 8, 8) & 0xFFFFFF, "there is no thirteenth input");
    }

    @Test
    void shouldBeAsWideAsThereAreInputsWhenTheyAreFew() throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(PictureGrid.of(images(1, 0), images(1, 0), 2, 3)));
        assertEquals(6 + 4, image.getWidth());
    }
}
