package io.edgedfa.stream.feed.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

    private static byte[] noise(String format) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 1_200; i++) {
            image.setRGB(i % 40, i / 40, random.nextInt());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    /** Changes the size that a PNG says it has, and its check sum. */
    private static byte[] claiming(int width, int height) throws IOException {
        byte[] png = noise("png");
        ByteBuffer bytes = ByteBuffer.wrap(png);
        bytes.putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(png, 12, 17);
        bytes.putInt(29, (int) sum.getValue());
        return png;
    }

    private static String refusal(byte[] bytes) {
        String message = assertThrows(IOException.class, () -> ImageDecoder.decode(bytes)).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void shouldReadBackWhatWasWritten(String format) throws IOException {
        assertTrue(ImageDecoder.isImage(noise(format)));
        BufferedImage image = ImageDecoder.decode(noise(format));
        assertEquals(40, image.getWidth());
        assertEquals(30, image.getHeight());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void shouldRefusePictureWhenItIsCutShort(String format) throws IOException {
        byte[] whole = noise(format);
        for (int length : new int[] {20, whole.length / 4, whole.length / 2, whole.length * 9 / 10}) {
            refusal(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void shouldRefuseOtherFormats() throws IOException {
        assertEquals("neither PNG nor JPEG", refusal(noise("gif")));
        assertEquals("neither PNG nor JPEG", refusal(new byte[0]));
    }

    @Test
    void shouldRefuseBeforeDecodingWhenThereAreTooManyPixels() throws IOException {
        assertEquals("20000 x 20000 pixels, allowed: at most 40000000, sides of at most 32768",
                refusal(claiming(20_000, 20_000)));
        assertEquals("100000 x 1 pixels, allowed: at most 40000000, sides of at most 32768", refusal(claiming(100_000, 1)));
    }

    @Test
    void shouldRefuseBeforeDecodingWhenThereAreTooManyBytes() throws IOException {
        assertEquals("16777217 bytes, allowed: at most 16777216",
                refusal(Arrays.copyOf(noise("png"), ImageDecoder.MAX_BYTES + 1)));
    }

    @Property(tries = 300)
    void shouldThrowNothingButIoExceptionWhateverTheBytes(@ForAll boolean png, @ForAll byte[] damage,
            @ForAll @IntRange(min = 3, max = 1_000) int place) throws IOException {
        byte[] bytes = noise(png ? "png" : "jpg");
        System.arraycopy(damage, 0, bytes, place, Math.min(damage.length, bytes.length - place));
        try {
            ImageDecoder.decode(bytes);
        } catch (IOException refused) {
            assertFalse(refused.getMessage().isEmpty());
        }
    }
}
