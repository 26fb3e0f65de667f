package io.edgedfa.stream;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One file of unsigned bytes in the IDX format, plain or gzip (told apart by content, not by name). Bytes after the end
 * of the gzip data are ignored, as {@code gzip} itself does; bytes after the end of the IDX data are an error.
 *
 * <p>Source: the format section of yann.lecun.com/exdb/mnist. All numbers are big-endian: the magic {@code 0, 0, 8
 * (unsigned byte), number of dimensions}, each dimension as 32 bits, then the values.
 *
 * @param path  where it was read from
 * @param shape the dimensions; the first one counts the samples
 * @param header magic and dimensions as they stand in the file
 * @param values the product of {@code shape}, row-major
 */
record IdxFile(Path path, int[] shape, byte[] header, byte[] values) {

    private static final int UNSIGNED_BYTES = 0x0800;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int MAX_SIDE = 4096;
    /** The longest array that every virtual machine can make. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    /** Reads {@code [count, rows, columns]}. */
    static IdxFile images(Path path) {
        return read(path, 3);
    }

    /** Reads {@code [count]}. */
    static IdxFile labels(Path path) {
        return read(path, 1);
    }

    private static IdxFile read(Path path, int dimensions) {
        if (Files.isDirectory(path)) {
            throw new DataException(path, "is a directory, expected an IDX file, plain or gzip");
        }
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path))) {
            return read(path, dimensions, file);
        } catch (NoSuchFileException e) {
            throw new DataException(path, "file does not exist", e);
        } catch (IOException e) {
            throw new DataException(path, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static IdxFile read(Path path, int dimensions, InputStream file) throws IOException {
        file.mark(2);
        boolean gzip = file.read() == GZIP_FIRST && file.read() == GZIP_SECOND;
        file.reset();
        Counter counter = new Counter();
        try {
            counter.open(gzip ? new GZIPInputStream(file) : file);
            return parse(path, dimensions, counter);
        } catch (EOFException e) {
            throw new DataException(path, "truncated: the gzip data ends early, after %d uncompressed bytes"
                    .formatted(counter.found), e);
        } catch (ZipException e) {
            throw new DataException(path, "corrupt gzip data after %d uncompressed bytes: %s"
                    .formatted(counter.found, e.getMessage()), e);
        }
    }

    private static IdxFile parse(Path path, int dimensions, InputStream in) throws IOException {
        int headerLength = 4 + 4 * dimensions;
        byte[] header = in.readNBytes(headerLength);
        ByteBuffer numbers = ByteBuffer.wrap(header);
        int allowed = UNSIGNED_BYTES | dimensions;
        if (header.length >= 4 && numbers.getInt() != allowed) {
            throw new DataException(path, "magic = 0x%08x, allowed: 0x%08x (IDX, unsigned bytes, %d-dimensional), or gzip"
                    .formatted(numbers.getInt(0), allowed, dimensions));
        }
        if (header.length < headerLength) {
            throw new DataException(path, "truncated header: expected %d bytes, found %d"
                    .formatted(headerLength, header.length));
        }
        int[] shape = new int[dimensions];
        long size = 1;
        for (int i = 0; i < dimensions; i++) {
            String name = i == 0 ? "count" : i == 1 ? "rows" : "columns";
            shape[i] = dimension(path, name, numbers.getInt(), i == 0 ? MAX_BYTES : MAX_SIDE);
            size *= shape[i]; // at most 2^31 * 2^12 * 2^12: no overflow
        }
        if (size > MAX_BYTES) {
            throw new DataException(path, "count * rows * columns = %d bytes, allowed: at most %d"
                    .formatted(size, MAX_BYTES));
        }
        return new IdxFile(path, shape, header, body(path, headerLength, (int) size, in));
    }

    private static int dimension(Path path, String name, int bits, int limit) {
        long value = Integer.toUnsignedLong(bits);
        if (value < 1 || value > limit) {
            throw new DataException(path, "%s = %d, allowed: 1 to %d".formatted(name, value, limit));
        }
        return (int) value;
    }

    /** {@code readNBytes} takes memory as the data arrives, so a lying header costs no more than the file is worth. */
    private static byte[] body(Path path, int headerLength, int size, InputStream in) throws IOException {
        byte[] values = in.readNBytes(size);
        if (values.length < size) {
            throw new DataException(path, "truncated: expected %d bytes (header %d, values %d), found %d".formatted(
                    (long) headerLength + size, headerLength, size, (long) headerLength + values.length));
        }
        if (in.read() >= 0) {
            throw new DataException(path, "trailing bytes: expected %d bytes (header %d, values %d), found more".formatted(
                    (long) headerLength + size, headerLength, size));
        }
        return values;
    }

    /** Counts the uncompressed bytes, for messages about gzip data that breaks off. */
    private static final class Counter extends FilterInputStream {

        private long found;

        private Counter() {
            super(InputStream.nullInputStream());
        }

        private void open(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            found += value >= 0 ? 1 : 0;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            found += Math.max(0, count);
            return count;
        }
    }
}
