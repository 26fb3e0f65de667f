package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.TestBoard;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.web.access.Authenticator;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>'; DROP TABLE board; --";
    private static final String SERIES = "/api/boards/edgedfa/bench-1/series";

    @TempDir
    static Path folder;

    private static Rig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(folder);
        TestBoard board = rig.board("bench-1", "dfa");
        TestBoard hostile = rig.board(HOSTILE, "</script><script>alert(2)</script>");
        board.report(0.25, 2.5);
        hostile.report(0.5, 1.5);
        rig.awaitOnline(2);
        for (int i = 1; i <= 20; i++) {
            board.report(0.25 + i / 100.0, 2.5);
            double reported = 0.25 + i / 100.0;
            Rig.await("report " + i, () -> rig.fleet().boards().stream()
                    .anyMatch(b -> Double.valueOf(reported).equals(b.number("learning/accuracy"))));
        }
        rig.awaitOnline(2);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void shouldListTheBoardWithItsNumbersWhenItReports() throws Exception {
        JsonObject board = board("edgedfa/bench-1");
        assertEquals("online", board.get("state").getAsString());
        assertEquals("", board.get("reason").getAsString());
        assertEquals("dfa", board.get("rule").getAsString());
        assertEquals("mnist-mlp", board.get("modelId").getAsString());
        assertEquals(0.45, board.get("accuracy").getAsDouble(), 1e-9);
        assertEquals(2_112, board.get("stepP50Micros").getAsLong());
        assertEquals(151_000_000, board.get("residentBytes").getAsLong());
        assertEquals("aarch64", board.get("osArch").getAsString());
    }

    @Test
    void shouldReturnTheSeriesWhenTheMetricIsKnown() throws Exception {
        JsonArray points = points(SERIES + "?metric=learning/accuracy");
        assertEquals(21, points.size());
        assertEquals(0.25, points.get(0).getAsJsonArray().get(1).getAsDouble(), 1e-9);
        assertEquals(0.45, points.get(20).getAsJsonArray().get(1).getAsDouble(), 1e-9);
    }

    @Test
    void shouldReturnAtMostThePointsAskedForWhenThereAreMorePoints() throws Exception {
        int size = points(SERIES + "?metric=learning/accuracy&points=5").size();
        assertTrue(size > 1 && size <= 5, size + " points");
    }

    @Test
    void shouldReturnNothingWhenFromIsInTheFuture() throws Exception {
        assertEquals(0, points(SERIES + "?metric=learning/accuracy&from=" + (System.currentTimeMillis() + 60_000)).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?metric=", "?metric=a&points=0", "?metric=a&points=5001", "?metric=a&points=ten", "?metric=a&from=-1",
        "?metric=a&from=1.5", "?metric=a&from=99999999999999999999"})
    void shouldAnswer400WithOneLineWhenAParameterIsBad(String query) throws Exception {
        HttpResponse<String> response = rig.get(SERIES + query);
        assertEquals(400, response.statusCode());
        String error = JsonParser.parseString(response.body()).getAsJsonObject().get("error").getAsString();
        assertFalse(error.isBlank() || error.contains("\n"), error);
    }

    @Test
    void shouldAnswer404WhenTheBoardIsUnknown() throws Exception {
        assertEquals(404, rig.get("/api/boards/edgedfa/nobody/series?metric=learning/accuracy").statusCode());
    }

    @Test
    void shouldKeepNamesAsTextWhenTheyContainMarkupAndSql() throws Exception {
        assertEquals("online", board("edgedfa/" + HOSTILE).get("state").getAsString());
        assertFalse(rig.get("/api/boards").body().contains("<"), "markup must be escaped even inside JSON");
        String edge = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8).replace("+", "%20");
        assertEquals(1, points("/api/boards/edgedfa/" + edge + "/series?metric=learning/accuracy").size());
        assertEquals(0, points(SERIES + "?metric=" + URLEncoder.encode("' OR '1'='1", StandardCharsets.UTF_8)).size());
    }

    @Test
    void shouldBeHealthyWhenBrokerAndStoreWork() throws Exception {
        HttpResponse<String> response = rig.get("/healthz");
        assertEquals(200, response.statusCode());
        JsonObject health = JsonParser.parseString(response.body()).getAsJsonObject();
        assertTrue(health.get("ok").getAsBoolean());
        assertEquals(2, health.get("online").getAsInt());
    }

    @Test
    void shouldAnswer503WhenTheBrokerIsUnreachable(@TempDir Path other) throws Exception {
        try (Store store = Store.open(other.resolve("host.db"));
                Fleet fleet = Fleet.start("tcp://127.0.0.1:1", "edgedfa", store, Clock.systemUTC());
                WebServer web = WebServer.start(WebSettings.local(0), fleet, store, Authenticator.NOBODY, board -> 0, List.of())) {
            HttpURLConnection connection = (HttpURLConnection) URI.create(web.uri() + "readyz").toURL().openConnection();
            assertEquals(503, connection.getResponseCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/board", "/style/base.css", "/app.js", "/lib/uplot.js", "/api/boards", "/healthz", "/nowhere"})
    void shouldSendStrictHeadersWhateverIsAsked(String path) throws Exception {
        HttpResponse<String> response = rig.get(path);
        assertTrue(response.headers().firstValue("Content-Security-Policy").orElse("").startsWith("default-src 'self'"));
        assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertEquals("DENY", response.headers().firstValue("X-Frame-Options").orElse(""));
        assertEquals("no-referrer", response.headers().firstValue("Referrer-Policy").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/lib/", "/lib/uPlot.iife.js", "/lib/..%2fuplot.js", "/frame.html", "/page/", "/part/../app.js", "/WebServer.class", "/logback.xml"})
    void shouldServeNoOtherFileWhenAskedForOne(String path) throws Exception {
        int status = rig.get(path).statusCode();
        assertTrue(status == 404 || status == 400, path + " gives " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "no.such.host.invalid"})
    void shouldRefuseToListenBeyondLoopback(String address) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> new WebSettings(address, 0, null, true, folder, 500));
        assertEquals("web address is '" + address
                + "'; allowed is a loopback address, or any other with a certificate, its key, and tokens for reading", e.getMessage());
    }

    @Test
    void shouldRefuseWhenTheRequestIsForAnotherName() throws Exception {
        assertEquals("HTTP/1.1 403 Forbidden", firstLine("GET /api/boards HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"));
    }

    @Test
    void shouldStreamTotalsThenOnlyChangedBoardsWhenAListenerComes() throws Exception {
        HttpURLConnection connection = live();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            JsonObject first = event(lines, "snapshot");
            assertEquals(2, first.get("total").getAsInt());
            assertTrue(first.getAsJsonArray("boards").isEmpty());
            JsonObject next = event(lines, "boards");
            while (!next.getAsJsonArray("boards").isEmpty()) {
                next = event(lines, "boards");
            }
            assertEquals(2, next.get("total").getAsInt());
            assertTrue(next.get("now").getAsLong() > first.get("now").getAsLong());
        }
    }

    @Test
    void shouldAnswer503WhenThereAreTooManyListeners() throws Exception {
        List<HttpURLConnection> listeners = new ArrayList<>();
        try {
            do {
                listeners.add(live());
            } while (listeners.get(listeners.size() - 1).getResponseCode() == 200 && listeners.size() <= LiveFeed.MAX_LISTENERS);
            assertEquals(503, listeners.get(listeners.size() - 1).getResponseCode());
        } finally {
            listeners.forEach(HttpURLConnection::disconnect);
        }
        Rig.await("the seats to be free again", () -> {
            HttpURLConnection next = live();
            int status = next.getResponseCode();
            next.disconnect();
            return status == 200;
        });
    }

    @Test
    void shouldNameThePortWhenItIsTaken() {
        int taken = URI.create(rig.uri("/")).getPort();
        IllegalStateException e = assertThrows(IllegalStateException.class,
                () -> WebServer.start(WebSettings.local(taken), rig.fleet(), null, Authenticator.NOBODY, board -> 0, List.of()));
        assertTrue(e.getMessage().contains(":" + taken), e.getMessage());
    }

    private static HttpURLConnection live() throws Exception {
        HttpURLConnection connection = (HttpURLConnection) URI.create(rig.uri("/api/live")).toURL().openConnection();
        connection.setReadTimeout(10_000);
        return connection;
    }

    private static JsonObject event(BufferedReader lines, String name) throws Exception {
        String line = lines.readLine();
        while (!line.startsWith("event: ")) {
            line = lines.readLine();
        }
        assertEquals("event: " + name, line);
        return JsonParser.parseString(lines.readLine().substring("data: ".length())).getAsJsonObject();
    }

    private static String firstLine(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", URI.create(rig.uri("/")).getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        }
    }

    private static JsonObject board(String id) throws Exception {
        for (var board : JsonParser.parseString(rig.get("/api/boards").body()).getAsJsonObject().getAsJsonArray("items")) {
            if (board.getAsJsonObject().get("id").getAsString().equals(id)) {
                return board.getAsJsonObject();
            }
        }
        throw new AssertionError("no board " + id);
    }

    private static JsonArray points(String path) throws Exception {
        HttpResponse<String> response = rig.get(path);
        assertEquals(200, response.statusCode(), response.body());
        return JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonArray("points");
    }
}
