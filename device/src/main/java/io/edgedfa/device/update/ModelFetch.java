package io.edgedfa.device.update;

import io.edgedfa.device.telemetry.tls.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;

/**
 * Gets manifests and model files from the host: {@code BASE/models/ID/VERSION/manifest} and {@code .../file}. A file that was cut
 * off goes on where it ended (RFC 9110, section 14). Nothing here is trusted; the caller verifies.
 *
 * @param base   {@code http://HOST[:PORT]} or {@code https://...}
 * @param token  sent as bearer token; asked at every request, so that a rotated one is found; gives null for none
 * @param tls    for https; null for the authorities that came with Java
 */
public record ModelFetch(URI base, Supplier<String> token, TlsFiles tls) {
    private static final int CONNECT_MS = 10_000;
    private static final int SILENCE_MS = 20_000;
    private static final int BUFFER = 64 << 10;

    /** @throws IllegalArgumentException for an address of another kind */
    public ModelFetch {
        boolean known = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!known || base.getHost() == null || base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("allowed are http://HOST[:PORT] and https://HOST[:PORT]");
        }
    }

    /** @throws UpdateRefusedException if the host has none, or sends something else */
    public SignedManifest manifest(String model, long version) throws IOException, UpdateRefusedException {
        HttpURLConnection connection = open(model, version, "manifest");
        try {
            require(connection, HttpURLConnection.HTTP_OK);
            try (InputStream in = connection.getInputStream()) {
                return SignedManifest.parse(in.readNBytes(SignedManifest.MAX_BYTES + 1));
            }
        } finally {
            connection.disconnect();
        }
    }

    /**
     * Brings a file to its length, on disk when this returns. Call again after an {@link IOException} to go on.
     *
     * @param part   what is there already stays
     * @param cancel asked between blocks
     * @throws IOException if the connection fails, ends early or falls silent for 20 s
     */
    public void file(Manifest manifest, Path part, BooleanSupplier cancel) throws IOException, UpdateRefusedException {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (out.size() > manifest.bytes()) {
                out.truncate(0); // of something else
            }
            if (out.size() < manifest.bytes()) {
                rest(manifest, out, cancel);
            }
            out.force(true);
        }
    }

    private void rest(Manifest manifest, FileChannel out, BooleanSupplier cancel) throws IOException, UpdateRefusedException {
        HttpURLConnection connection = open(manifest.model(), manifest.version(), "file");
        try {
            connection.setRequestProperty("Range", "bytes=" + out.size() + "-");
            boolean goesOn = require(connection, HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_PARTIAL) == HttpURLConnection.HTTP_PARTIAL;
            if (goesOn && !String.valueOf(connection.getHeaderField("Content-Range")).startsWith("bytes " + out.size() + "-")) {
                throw new IOException("the host sent another part of the file than was asked for");
            }
            out.position(goesOn ? out.size() : 0);
            try (InputStream in = connection.getInputStream()) {
                copy(in, out, manifest.bytes(), cancel);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static void copy(InputStream in, FileChannel out, long bytes, BooleanSupplier cancel) throws IOException, UpdateRefusedException {
        byte[] block = new byte[BUFFER];
        for (int length = in.read(block); length >= 0; length = in.read(block)) {
            if (out.position() + length > bytes) {
                throw new UpdateRefusedException("the file is longer than the " + bytes + " bytes of its manifest");
            }
            out.write(ByteBuffer.wrap(block, 0, length));
            if (cancel.getAsBoolean()) {
                throw new IOException("given up: the board stops");
            }
        }
        if (out.position() < bytes) {
            throw new IOException("the connection ended after " + out.position() + " of " + bytes + " bytes");
        }
    }

    private HttpURLConnection open(String model, long version, String what) throws IOException {
        String path = base.toString().replaceFirst("/$", "") + "/models/" + Manifest.requireModel(model) + "/" + version + "/" + what;
        HttpURLConnection connection = (HttpURLConnection) URI.create(path).toURL().openConnection();
        connection.setInstanceFollowRedirects(false); // the token is for this host alone
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(SILENCE_MS);
        connection.setUseCaches(false);
        if (token.get() != null) {
            connection.setRequestProperty("Authorization", "Bearer " + token.get());
        }
        if (connection instanceof HttpsURLConnection secure && tls != null) {
            secure.setSSLSocketFactory(tls.context().getSocketFactory());
        }
        return connection;
    }

    private static int require(HttpURLConnection connection, int... allowed) throws IOException, UpdateRefusedException {
        int status = connection.getResponseCode();
        for (int one : allowed) {
            if (status == one) {
                return status;
            }
        }
        if (status >= 500 || status == 429) { // may pass
            throw new IOException("the host answered " + status);
        }
        throw new UpdateRefusedException("the host answered " + status + " for " + connection.getURL().getPath());
    }
}
