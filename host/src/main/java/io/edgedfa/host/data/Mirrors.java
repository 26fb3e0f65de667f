package io.edgedfa.host.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Web folders with the same files, asked one after the other until one gives the right bytes. */
public final class Mirrors {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final List<URI> folders;
    private final Duration patience;

    /**
     * @param folders  addresses that end in a slash, in order of preference
     * @param patience longest wait for the head of an answer, and again for its body
     */
    public Mirrors(List<URI> folders, Duration patience) {
        this.folders = List.copyOf(folders);
        this.patience = patience;
    }

    /**
     * Fetches and checks one gzip-compressed file.
     *
     * @return the bytes as received
     * @throws IOException when no mirror gives it; one line with each mirror's failure
     */
    byte[] fetch(PinnedFile file) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        List<String> failures = new ArrayList<>();
        for (URI folder : folders) {
            URI address = folder.resolve(file.part().fileName() + ".gz");
            try {
                byte[] content = get(client, address, file.receiveLimit());
                file.check(new ByteArrayInputStream(content));
                return content;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failures.add(address + " (" + reason(e) + ")");
            }
        }
        throw new IOException("download failed: " + (failures.isEmpty() ? "no mirrors" : String.join(", ", failures)));
    }

    private byte[] get(HttpClient client, URI address, int limit) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(patience).build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != OK) {
                    throw new IOException("HTTP status " + response.statusCode());
                }
                return read(body, limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while downloading " + address);
        }
    }

    /** The request's own timeout ends with the head of the answer, so the body needs one, too. */
    private byte[] read(InputStream body, int limit) throws IOException, InterruptedException {
        CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return body.readNBytes(limit + 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            byte[] content = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (content.length > limit) {
                throw new IOException("more than " + limit + " bytes");
            }
            return content;
        } catch (TimeoutException e) {
            throw new IOException("not complete after " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("broke off: " + reason(e.getCause().getCause()), e);
        }
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.getClass().getSimpleName() : e.getMessage();
    }
}
