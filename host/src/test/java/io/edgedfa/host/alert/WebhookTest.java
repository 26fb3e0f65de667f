package io.edgedfa.host.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.AlertLedger;
import io.edgedfa.host.store.ledger.AlertLedger.Closing;
import io.edgedfa.host.store.ledger.AlertRecord;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTest {
    private record Post(String body, String signature) {}

    @TempDir
    private Path folder;
    private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private HttpServer receiver;
    private Database database;
    private AlertLedger ledger;

    @BeforeEach
    void start() throws Exception {
        database = Database.open(folder.resolve("host.db").toString());
        ledger = new AlertLedger(database, true);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/alerts", exchange -> {
            posts.add(new Post(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    exchange.getRequestHeaders().getFirst(Webhook.SIGNATURE)));
            Integer status = answers.poll();
            exchange.sendResponseHeaders(status == null ? 200 : status, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        database.close();
    }

    private Webhook webhook(byte[] secret) {
        URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/alerts");
        return new Webhook(new WebhookSettings(url, secret, Duration.ofSeconds(5), Duration.ofMillis(20), Duration.ofMillis(40)), ledger);
    }

    private AlertRecord open(String rule) {
        return ledger.change(List.of(AlertRecord.opened(new BoardId("g", "e"), rule, 10, "<b>90 C</b>")), List.of(), Map.of()).get(0);
    }

    private Post next() throws InterruptedException {
        Post post = posts.poll(20, TimeUnit.SECONDS);
        assertFalse(post == null, "nothing was posted");
        return post;
    }

    @Test
    void shouldPostInOrderUntilTheReceiverTakesIt() throws Exception {
        answers.addAll(List.of(500, 302));
        AlertRecord alert = open("hot");
        ledger.change(List.of(), List.of(new Closing(alert, 20)), Map.of());
        try (Webhook webhook = webhook(null).start()) {
            String first = next().body();
            assertEquals(JsonParser.parseString("{'state':'open','id':" + alert.id()
                    + ",'board':'g/e','rule':'hot','since':10,'until':null,'detail':'<b>90 C</b>'}"), JsonParser.parseString(first));
            assertEquals(first, next().body());
            assertEquals(first, next().body());
            Post closed = next();
            assertEquals("closed", JsonParser.parseString(closed.body()).getAsJsonObject().get("state").getAsString());
            assertNull(closed.signature());
            open("later");
            webhook.wake();
            assertEquals("later", JsonParser.parseString(next().body()).getAsJsonObject().get("rule").getAsString());
        }
    }

    @Test
    void shouldPostAfterARestartWhatWasNotTakenBefore() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            answers.add(503);
        }
        open("hot");
        try (Webhook before = webhook(null).start()) {
            next();
            next();
        }
        answers.clear();
        posts.clear();
        try (Webhook after = webhook(null).start()) {
            assertEquals("hot", JsonParser.parseString(next().body()).getAsJsonObject().get("rule").getAsString());
        }
    }

    /** HMAC-SHA256 of the very bytes that were posted. */
    @Test
    void shouldSignWithTheSecret() throws Exception {
        open("hot");
        try (Webhook webhook = webhook("Jefe".getBytes(StandardCharsets.UTF_8)).start()) {
            Post post = next();
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec("Jefe".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            assertEquals("sha256=" + java.util.HexFormat.of().formatHex(mac.doFinal(post.body().getBytes(StandardCharsets.UTF_8))),
                    post.signature());
        }
    }

    @Test
    void shouldRefuseAddressesItCannotPostToAndKeepTheSecretOutOfItsName() {
        assertThrows(IllegalArgumentException.class, () -> WebhookSettings.of(URI.create("ftp://host/"), null));
        assertThrows(IllegalArgumentException.class, () -> WebhookSettings.of(URI.create("http://me:secret@host/"), null));
        assertFalse(WebhookSettings.of(URI.create("http://host/"), "Jefe".getBytes(StandardCharsets.UTF_8)).toString().contains("Jefe"));
    }
}
