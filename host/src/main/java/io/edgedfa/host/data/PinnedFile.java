package io.edgedfa.host.data;

import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.IdxFolder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A file whose content is known beforehand.
 *
 * @param part   which of the four files
 * @param bytes  uncompressed length
 * @param sha256 of the uncompressed bytes, lower-case hex: copies compressed differently are equal
 */
record PinnedFile(IdxFolder.Part part, int bytes, String sha256) {

    private static final int GZIP_FIRST = 0x1f;

    /** Longest file worth receiving: gzip adds a few bytes per block of 32 KiB at worst. */
    int receiveLimit() {
        return bytes + bytes / 1000 + 1024;
    }

    /** @throws IOException unless the stream, plain or gzip, has exactly the pinned content; one line without a file name */
    void check(InputStream content) throws IOException {
        BufferedInputStream raw = new BufferedInputStream(content);
        raw.mark(1);
        boolean gzip = raw.read() == GZIP_FIRST;
        raw.reset();
        InputStream plain = gzip ? new GZIPInputStream(raw) : raw;
        // One byte more than expected is enough to know better, whatever a hostile archive would unpack to.
        byte[] found = plain.readNBytes(bytes + 1);
        if (found.length != bytes) {
            throw new IOException("%s%d uncompressed bytes, expected %d"
                    .formatted(found.length > bytes ? "more than " : "", Math.min(found.length, bytes), bytes));
        }
        String hash = Dataset.sha256Of(found);
        if (!hash.equals(sha256)) {
            throw new IOException("SHA-256 of the uncompressed bytes is " + hash + ", expected " + sha256);
        }
    }
}
