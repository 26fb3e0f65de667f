package io.edgedfa.host.alert;

import com.google.gson.GsonBuilder;
import io.edgedfa.device.telemetry.Backoff;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.host.store.ledger.AlertLedger;
import io.edgedfa.host.store.ledger.AlertLedger.Notice;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts, in order, that alerts opened and closed: one JSON object each, until the receiver answers 2xx. With a secret the header
 * {@value #SIGNATURE} is {@code sha256=} and the HMAC-SHA256 (RFC 2104) of the body in hexadecimal.
 */
public final class Webhook implements AutoCloseable {
    static final String SIGNATURE = "X-EdgeDFA-Signature";
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final long LOOK_EVERY_MS = 5_000;

    /** What is posted. Times in milliseconds since 1970 UTC by the host's clock; until is null while the alert is open. */
    private record Body(String state, long id, String board, String rule, long since, Long until, String detail) {}

    private final WebhookSettings settings;
    private final AlertLedger ledger;
    private final HttpClient http;
    private final Backoff backoff;
    private final Thread thread = new Thread(this::run, "webhook");
    private boolean hurry; // guarded by this
    private boolean closed; // guarded by this
    private boolean failing;

    public Webhook(WebhookSettings settings, AlertLedger ledger) {
        this.settings = settings;
        this.ledger = ledger;
        http = HttpClient.newBuilder().connectTimeout(settings.timeout()).followRedirects(HttpClient.Redirect.NEVER).build();
        backoff = new Backoff(settings.first(), settings.longest(), new SplittableRandom());
        thread.setDaemon(true);
    }

    /** Begins to post what waits. */
    public Webhook start() {
        thread.start();
        return this;
    }

    /** There is something to post. */
    public synchronized void wake() {
        hurry = true;
        notifyAll();
    }

    private void run() {
        try {
            while (!isClosed()) {
                long waitMs = post();
                if (waitMs > 0) {
                    pause(waitMs);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only close() interrupts
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void pause(long waitMs) throws InterruptedException {
        boolean patient = waitMs == LOOK_EVERY_MS;
        if (!closed && !(patient && hurry)) {
            wait(waitMs); // a failing receiver is tried again a little early when there is more to tell
        }
        hurry = false;
    }

    /** Posts the oldest. @return how long to wait before the next, in milliseconds */
    private long post() throws InterruptedException {
        try {
            Optional<Notice> oldest = ledger.oldestNotice();
            if (oldest.isEmpty()) {
                return LOOK_EVERY_MS;
            }
            String problem = post(json(oldest.get()));
            if (problem == null) {
                ledger.delivered(oldest.get().id());
                backoff.reset();
                failing = false;
                return 0;
            }
            if (!failing) {
                LOG.warn("{} does not take alerts: {}; trying again", settings.url().getHost(), problem);
            }
            failing = true;
        } catch (StoreException e) {
            LOG.debug("the webhook waits for the store", e);
        }
        return backoff.nextMs();
    }

    private static byte[] json(Notice notice) {
        Body body = new Body(notice.opened() ? "open" : "closed", notice.alert().id(), notice.alert().board().toString(), notice.alert().rule(),
                notice.alert().sinceMs(), notice.opened() ? null : notice.alert().untilMs(), notice.alert().detail());
        return new GsonBuilder().serializeNulls().create().toJson(body).getBytes(StandardCharsets.UTF_8);
    }

    /** @return what went wrong; null if it was taken */
    private String post(byte[] body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url()).timeout(settings.timeout())
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (settings.secret() != null) {
            request.header(SIGNATURE, "sha256=" + hmac(body));
        }
        try {
            int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? null : "status " + status;
        } catch (IOException e) {
            return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
        }
    }

    private String hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(settings.secret(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Stops posting; what is left waits in the database. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
