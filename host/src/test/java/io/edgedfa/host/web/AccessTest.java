package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.web.access.Authenticator;
import io.edgedfa.host.web.http.Caller;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Replies;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.store.Store;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, on a real server; the broker is away, which changes nothing here. */
class AccessTest {
    private static final String READER = "reader-token";
    private static final String OPERATOR = "operator-token";
    private static final Authenticator TOKENS = token -> switch (token) {
        case READER -> Optional.of(new Caller("anna", false));
        case OPERATOR -> Optional.of(new Caller("otto", true));
        default -> Optional.empty();
    };
    /** Something that changes, and says who did it. */
    private static final Endpoints CHANGES = routes -> {
        routes.post("/api/changes", context -> Replies.ok(context,
                Map.of("by", Caller.of(context).orElseThrow().name(), "length", context.body().length())));
        routes.get("/api/failing", context -> {
            throw new IllegalStateException("secret detail");
        });
    };

    @TempDir
    Path folder;

    private Store store;
    private Fleet fleet;
    private WebServer web;

    @BeforeEach
    void open() {
        store = Store.open(folder.resolve("host.db"));
        fleet = Fleet.start("tcp://127.0.0.1:1", "edgedfa", store, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        web.close();
        fleet.close();
        store.close();
    }

    private void start(boolean tokensToRead) {
        web = WebServer.start(new WebSettings("127.0.0.1", 0, null, tokensToRead, folder, 500), fleet, store, TOKENS, board -> 0,
                List.of(CHANGES));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path, String token) throws Exception {
        request.uri(URI.create(web.uri() + path.substring(1)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return send(HttpRequest.newBuilder().GET(), path, token);
    }

    private HttpResponse<String> post(String path, String token, String type, String body) throws Exception {
        return send(HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)).header("Content-Type", type), path, token);
    }

    @ParameterizedTest
    @CsvSource({"/api/boards, 401", "/api/live, 401", "/metrics, 401", "/api/openapi.yaml, 401", "/api/nowhere, 401", "/API/boards, 404",
        "//api/boards, 400", "/%61pi/boards, 404", "/api/./boards, 401", "/, 200", "/healthz, 200"})
    void shouldAskForATokenWhenReadingNeedsOne(String path, int status) throws Exception {
        start(true);
        int answered = get(path, null).statusCode();
        assertTrue(answered == status || status == 400 && answered != 200, path + " gives " + answered);
    }

    @Test
    void shouldLetTheTokenReadWhenReadingNeedsOne() throws Exception {
        start(true);
        assertEquals(200, get("/api/boards", READER).statusCode());
        assertFalse(get("/healthz", null).body().contains("boards"));
        assertTrue(get("/healthz", READER).body().contains("boards"));
    }

    @ParameterizedTest
    @CsvSource(value = {"null, 401", "wrong, 401", READER + ", 403", OPERATOR + ", 200"}, nullValues = "null")
    void shouldChangeSomethingOnlyForATokenThatMayOperate(String token, int status) throws Exception {
        start(false);
        HttpResponse<String> response = post("/api/changes", token, "application/json", "{}");
        assertEquals(status, response.statusCode());
        assertEquals(status == 401, response.headers().firstValue("WWW-Authenticate").isPresent());
        assertEquals(status == 200, response.body().contains("otto"), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic b3R0bw==", "Bearer", "Bearer ", "operator-token"})
    void shouldRefuseWhenTheHeaderIsNoToken(String header) throws Exception {
        start(false);
        assertEquals(401, send(HttpRequest.newBuilder().GET().header("Authorization", header), "/api/boards", null).statusCode());
    }

    @Test
    void shouldRefuseAFormAsABrowserSendsIt() throws Exception {
        start(false);
        assertEquals(415, post("/api/changes", OPERATOR, "application/x-www-form-urlencoded", "a=b").statusCode());
        assertEquals(415, post("/api/changes", OPERATOR, "text/plain", "{}").statusCode());
    }

    @Test
    void shouldRefuseABodyThatIsTooLarge() throws Exception {
        start(false);
        assertEquals(200, post("/api/changes", OPERATOR, "application/json", "x".repeat(16 * 1024)).statusCode());
        assertEquals(413, post("/api/changes", OPERATOR, "application/json", "x".repeat(16 * 1024 + 1)).statusCode());
        HttpRequest.Builder chunked = HttpRequest.newBuilder().header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[100_000])));
        assertEquals(413, send(chunked, "/api/changes", OPERATOR).statusCode());
    }

    @Test
    void shouldNotLookAtTokensAnyMoreAfterManyWrongOnes() throws Exception {
        start(false);
        int status = 401;
        for (int i = 0; i < 25 && status == 401; i++) {
            status = get("/api/boards", "wrong" + i).statusCode();
        }
        assertEquals(429, status);
        assertEquals(429, get("/api/boards", OPERATOR).statusCode());
        assertEquals(200, get("/api/boards", null).statusCode(), "whoever needs no token is not concerned");
    }

    @Test
    void shouldSayNothingOfTheInsideWhenSomethingFails() throws Exception {
        start(false);
        HttpResponse<String> response = get("/api/failing", null);
        assertEquals(500, response.statusCode());
        assertEquals("{\"error\":\"internal error; the host\\u0027s log says more\"}", response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /%00 HTTP/1.1", "GET /api/boards HTTP/9.9", "GARBAGE", "GET http://[ HTTP/1.1", "GET /api/../../etc/passwd HTTP/1.1",
        "GET /api/experiments/..%2f..%2fetc/table HTTP/1.1"})
    void shouldRefuseInOneLineWhenTheRequestIsBroken(String line) throws Exception {
        start(false);
        try (Socket socket = new Socket("127.0.0.1", web.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .lines().reduce("", (all, next) -> all + next + "\n");
            assertTrue(answer.matches("(?s)HTTP/1.1 (400|404|505) .*"), answer);
            assertFalse(answer.contains("Exception") || answer.contains("\tat ") || answer.contains("root:"), answer);
        }
    }

    @Test
    void shouldSpeakTlsWhenThereIsACertificate() throws Exception {
        Path certificate = folder.resolve("host.pem");
        Path key = folder.resolve("host.key");
        assertEquals(0, new ProcessBuilder("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key.toString(), "-out",
                certificate.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("openssl.log").toFile()).start().waitFor());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        web = WebServer.start(new WebSettings("0.0.0.0", 0, new TlsFiles(null, certificate, key), true, folder, 500), fleet, store, TOKENS,
                board -> 0, List.of());
        SSLContext trust = new TlsFiles(certificate, null, null).context();
        HttpClient https = HttpClient.newBuilder().sslContext(trust).build();
        URI uri = URI.create("https://localhost:" + web.port() + "/api/boards");
        HttpResponse<String> response = https.send(
                HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + READER).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        assertEquals("max-age=31536000", response.headers().firstValue("Strict-Transport-Security").orElse(""));
        assertEquals(401, https.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).statusCode());
    }
}
