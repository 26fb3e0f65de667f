package io.edgedfa.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFileTest {

    /** Two images, one row, three columns. */
    static final byte[] IMAGES = bytes("00 00 08 03" // magic: unsigned bytes, 3 dimensions
            + "00 00 00 02" // count
            + "00 00 00 01" // rows
            + "00 00 00 03" // columns
            + "00 33 ff"
            + "01 02 03");

    /** The classes of {@link #IMAGES}. */
    static final byte[] LABELS = bytes("00 00 08 01" // magic: unsigned bytes, 1 dimension
            + "00 00 00 02" // count
            + "07 09");

    @TempDir
    Path folder;

    @Test
    void shouldReadShapeAndValuesWhenFileIsPlain() {
        IdxFile file = IdxFile.images(write(IMAGES));
        assertArrayEquals(new int[] {2, 1, 3}, file.shape());
        assertArrayEquals(bytes("00 33 ff 01 02 03"), file.values());
    }

    @Test
    void shouldReadTheSameWhenFileIsGzipWhateverItsName() {
        IdxFile plain = IdxFile.images(write(IMAGES));
        IdxFile zipped = IdxFile.images(write(gzip(IMAGES)));
        assertArrayEquals(plain.shape(), zipped.shape());
        assertArrayEquals(plain.header(), zipped.header());
        assertArrayEquals(plain.values(), zipped.values());
    }

    @Test
    void shouldRefuseEveryPrefixWhenFileIsPlain() {
        for (int length = 0; length < IMAGES.length; length++) {
            int expected = length < 16 ? 16 : 22;
            String message = refusal(Arrays.copyOf(IMAGES, length));
            assertEquals("truncated%s: expected %d bytes%s, found %d".formatted(length < 16 ? " header" : "", expected,
                    length < 16 ? "" : " (header 16, values 6)", length), message);
        }
    }

    @Test
    void shouldRefuseEveryPrefixWhenFileIsGzip() {
        byte[] zipped = gzip(IMAGES);
        for (int length = 0; length < zipped.length; length++) {
            String message = refusal(Arrays.copyOf(zipped, length));
            assertEquals("truncated", message.substring(0, 9), "prefix of " + length);
        }
    }

    @Test
    void shouldNameExpectedAndFoundBytesWhenGzipHoldsTruncatedIdx() {
        assertEquals("truncated: expected 22 bytes (header 16, values 6), found 21", refusal(gzip(Arrays.copyOf(IMAGES, 21))));
    }

    @Test
    void shouldRefuseWhenBytesTrail() {
        byte[] longer = Arrays.copyOf(IMAGES, IMAGES.length + 1);
        String message = "trailing bytes: expected 22 bytes (header 16, values 6), found more";
        assertEquals(message, refusal(longer));
        assertEquals(message, refusal(gzip(longer)));
    }

    @Test
    void shouldStopAtHonestSizeWhenGzipGoesOn() {
        byte[] bomb = gzip(Arrays.copyOf(IMAGES, 64 << 20));
        // Cut off its end: a reader that went on unpacking would complain about that instead.
        assertEquals("trailing bytes: expected 22 bytes (header 16, values 6), found more",
                refusal(Arrays.copyOf(bomb, bomb.length / 2)));
    }

    @Test
    void shouldRefuseWithoutAllocatingWhenHeaderPromisesTwoGigabytes() {
        byte[] liar = with(IMAGES, 4, "7f ff ff f7 00 00 00 01 00 00 00 01");
        assertEquals("truncated: expected 2147483655 bytes (header 16, values 2147483639), found 22", refusal(liar));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "00 00 08 01 | 0x00000801",
        "00 00 0d 03 | 0x00000d03",
        "50 4b 03 04 | 0x504b0304",
    })
    void shouldShowHexWhenMagicIsWrong(String magic, String shown) {
        assertEquals("magic = " + shown + ", allowed: 0x00000803 (IDX, unsigned bytes, 3-dimensional), or gzip",
                refusal(with(IMAGES, 0, magic)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "4  | 00 00 00 00 | count = 0, allowed: 1 to 2147483639",
        "4  | ff ff ff ff | count = 4294967295, allowed: 1 to 2147483639",
        "8  | 00 00 00 00 | rows = 0, allowed: 1 to 4096",
        "8  | 00 00 10 01 | rows = 4097, allowed: 1 to 4096",
        "12 | 00 00 00 00 | columns = 0, allowed: 1 to 4096",
        "12 | 80 00 00 00 | columns = 2147483648, allowed: 1 to 4096",
    })
    void shouldNameFieldWhenDimensionIsAbsurd(int at, String value, String message) {
        assertEquals(message, refusal(with(IMAGES, at, value)));
    }

    @Test
    void shouldRefuseWhenProductOfDimensionsIsTooLarge() {
        assertEquals("count * rows * columns = 2147483648 bytes, allowed: at most 2147483639",
                refusal(with(IMAGES, 4, "00 00 00 80 00 00 10 00 00 00 10 00")));
    }

    @Test
    void shouldRefuseWhenGzipDataIsCorrupt() {
        byte[] zipped = gzip(IMAGES);
        zipped[zipped.length - 8] ^= 1; // first byte of the checksum
        assertEquals("corrupt gzip data after 22 uncompressed bytes: Corrupt GZIP trailer", refusal(zipped));
    }

    @Test
    void shouldRefuseWhenGzipMethodIsUnknown() {
        assertEquals("corrupt gzip data after 0 uncompressed bytes: Unsupported compression method",
                refusal(bytes("1f 8b 07 00 00 00 00 00 00 03")));
    }

    @Test
    void shouldRefuseWhenFileIsMissing() {
        Path missing = folder.resolve("missing.gz");
        DataException refusal = assertThrows(DataException.class, () -> IdxFile.images(missing));
        assertEquals(missing + ": file does not exist", refusal.getMessage());
    }

    @Test
    void shouldRefuseWhenPathIsDirectory() {
        DataException refusal = assertThrows(DataException.class, () -> IdxFile.labels(folder));
        assertEquals(folder + ": is a directory, expected an IDX file, plain or gzip", refusal.getMessage());
    }

    /** The message about an images file with this content, less the path that every message starts with. */
    private String refusal(byte[] content) {
        Path path = write(content);
        String message = assertThrows(DataException.class, () -> IdxFile.images(path)).getMessage();
        assertEquals(path + ": ", message.substring(0, Math.min(message.length(), path.toString().length() + 2)));
        return message.substring(path.toString().length() + 2);
    }

    private Path write(byte[] content) {
        return write(folder.resolve("file"), content);
    }

    static Path write(Path path, byte[] content) {
        try {
            return Files.write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] with(byte[] content, int at, String hex) {
        byte[] changed = content.clone();
        byte[] value = bytes(hex);
        System.arraycopy(value, 0, changed, at, value.length);
        return changed;
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
