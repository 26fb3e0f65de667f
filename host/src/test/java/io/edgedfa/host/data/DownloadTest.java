package io.edgedfa.host.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.edgedfa.stream.IdxFolder;
import io.edgedfa.stream.IdxFolder.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a web server on loopback. */
class DownloadTest {

    @TempDir
    Path cache;

    private final List<String> notes = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        serve("/good/", (part, exchange) -> answer(exchange, IdxFiles.gzip(IdxFiles.content(part))));
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void shouldFillCacheWhenMirrorAnswers() throws IOException {
        assertEquals(6, open("/good/").train().size());
        for (Part part : Part.values()) {
            assertArrayEquals(IdxFiles.gzip(IdxFiles.content(part)),
                    Files.readAllBytes(cache.resolve("mnist").resolve(part.fileName() + ".gz")));
        }
    }

    @Test
    void shouldSayWhereItDownloadsToBeforeItDoes() throws IOException {
        open("/good/");
        assertEquals(List.of("MNIST is not on this machine: downloading 11 MB into " + cache.resolve("mnist")), notes);
    }

    @Test
    void shouldNotAskAgainWhenCacheIsFilled() throws IOException {
        open("/good/");
        assertEquals(6, open("/missing/").train().size());
    }

    @Test
    void shouldTakeSecondMirrorWhenFirstHasNoFile() throws IOException {
        assertEquals(6, open("/missing/", "/good/").train().size());
    }

    @Test
    void shouldTakeSecondMirrorWhenFirstHasOtherBytes() throws IOException {
        serve("/wrong/", (part, exchange) -> answer(exchange, IdxFiles.gzip(altered(part))));
        assertEquals(6, open("/wrong/", "/good/").train().size());
    }

    @Test
    void shouldLeaveNothingWhenBytesAreWrong() {
        serve("/wrong/", (part, exchange) -> answer(exchange, IdxFiles.gzip(altered(part))));
        assertFailure("SHA-256 of the uncompressed bytes is", "/wrong/");
    }

    @Test
    void shouldLeaveNothingWhenOnlyTheLastFileIsWrong() {
        serve("/last/", (part, exchange) -> answer(exchange,
                IdxFiles.gzip(part == Part.TEST_LABELS ? altered(part) : IdxFiles.content(part))));
        assertFailure("SHA-256 of the uncompressed bytes is", "/last/");
    }

    @Test
    void shouldLeaveNothingWhenConnectionBreaksOff() {
        serve("/cut/", (part, exchange) -> {
            byte[] whole = IdxFiles.gzip(IdxFiles.content(part));
            exchange.sendResponseHeaders(200, whole.length);
            exchange.getResponseBody().write(whole, 0, whole.length / 2);
        });
        assertFailure("broke off: ", "/cut/");
    }

    @Test
    void shouldLeaveNothingWhenGzipIsCut() {
        serve("/short/", (part, exchange) -> {
            byte[] whole = IdxFiles.gzip(IdxFiles.content(part));
            answer(exchange, Arrays.copyOf(whole, whole.length / 2));
        });
        assertFailure("Unexpected end of ZLIB input stream", "/short/");
    }

    @Test
    void shouldStopReadingWhenAnswerIsTooLong() {
        serve("/long/", (part, exchange) -> answer(exchange, new byte[1 << 20]));
        assertFailure("more than " + IdxFiles.PINNED.get(0).receiveLimit() + " bytes", "/long/");
    }

    @Test
    void shouldStopUnpackingWhenArchiveHoldsMore() {
        serve("/bomb/", (part, exchange) -> answer(exchange, IdxFiles.gzip(new byte[1 << 18])));
        assertFailure("more than 40 uncompressed bytes, expected 40", "/bomb/");
    }

    @Test
    @Timeout(20)
    void shouldGiveUpWhenBodyStalls() {
        serve("/stall/", (part, exchange) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            await();
        });
        assertFailure("not complete after 2000 ms", "/stall/");
    }

    @Test
    void shouldNameEveryMirrorWhenNoneHelps() throws IOException {
        URI closed = URI.create("http://127.0.0.1:" + closedPort() + "/");
        Mnist mnist = mnist(List.of(closed, at("/missing/")));
        String message = assertThrows(IOException.class, mnist::open).getMessage();
        assertTrue(message.contains(closed + "train-images-idx3-ubyte.gz (ConnectException)"), message);
        assertTrue(message.contains(at("/missing/") + "train-images-idx3-ubyte.gz (HTTP status 404)"), message);
        assertTrue(message.contains("looked in " + cache.resolve("mnist") + " (no files)"), message);
        assertTrue(message.contains("EDGE_DFA_DATA"), message);
        assertFalse(message.contains("\n"), message);
    }

    private void assertFailure(String reason, String path) {
        String message = assertThrows(IOException.class, () -> open(path)).getMessage();
        assertTrue(message.contains(reason), message);
        assertFalse(Files.exists(cache.resolve("mnist")), "a failed download left a folder");
    }

    private IdxFolder open(String... paths) throws IOException {
        return mnist(Arrays.stream(paths).map(this::at).toList()).open();
    }

    private Mnist mnist(List<URI> mirrors) {
        return new Mnist(IdxFiles.PINNED, List.of(cache), new Mirrors(mirrors, Duration.ofSeconds(2)), notes::add);
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private interface Answer {
        void to(Part part, HttpExchange exchange) throws IOException;
    }

    private void serve(String path, Answer answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                String file = exchange.getRequestURI().getPath().substring(path.length());
                Part part = Arrays.stream(Part.values()).filter(p -> file.equals(p.fileName() + ".gz")).findFirst().orElseThrow();
                answer.to(part, exchange);
            }
        });
    }

    private static void answer(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
    }

    private static byte[] altered(Part part) {
        byte[] content = IdxFiles.content(part);
        content[content.length - 1] ^= 1;
        return content;
    }

    private void await() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
