package io.edgedfa.device.update;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** An HTTP server with models, which cuts connections as told. */
public final class ModelHost implements AutoCloseable {
    public final Map<String, byte[]> files = new ConcurrentHashMap<>();
    /** What was asked for: path, range, token. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    volatile int cutAfter = Integer.MAX_VALUE; // bytes of a body, then the connection is cut, once
    volatile int status;                       // 0 for the true one
    volatile boolean ranges = true;
    /** Bytes of a body that go out at a time, with 5 ms in between; 0 for all at once. */
    public volatile int block;
    private final HttpServer server;

    public ModelHost() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int told = status;
        asked.add(exchange.getRequestURI() + " " + range + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] file = files.get(exchange.getRequestURI().getPath());
        if (told != 0 || file == null) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(told == 0 ? 404 : told, -1);
            exchange.close();
            return;
        }
        int from = range == null || !ranges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (range != null && ranges) {
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        }
        exchange.sendResponseHeaders(range != null && ranges ? 206 : 200, file.length - from);
        OutputStream body = exchange.getResponseBody();
        int length = Math.min(cutAfter, file.length - from);
        cutAfter = Integer.MAX_VALUE;
        try {
            for (int at = 0; at < length; at += block == 0 ? length : block) {
                body.write(file, from + at, Math.min(block == 0 ? length : block, length - at));
                body.flush();
                if (block > 0) {
                    Thread.sleep(5);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close(); // cuts, where something is missing
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
