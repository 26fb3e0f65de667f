package io.edgedfa.host.alert;

import java.net.URI;
import java.time.Duration;

/**
 * Where alerts are posted.
 *
 * @param url     http or https, without login
 * @param secret  signs what is posted; null for no signature
 * @param timeout of one attempt
 * @param first   longest first pause after a failure
 * @param longest longest pause of all
 */
public record WebhookSettings(URI url, byte[] secret, Duration timeout, Duration first, Duration longest) {
    /** @throws IllegalArgumentException with the value and what is allowed */
    public WebhookSettings {
        boolean known = url != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        if (!known || url.getHost() == null || url.getUserInfo() != null) {
            throw new IllegalArgumentException("url is '" + url + "'; allowed are http://HOST/PATH and https://HOST/PATH without a login");
        }
        if (secret != null && secret.length == 0) {
            throw new IllegalArgumentException("secret is empty; allowed is any text, or none at all");
        }
        secret = secret == null ? null : secret.clone();
    }

    /** Ten seconds for an attempt, pauses from one second to five minutes. */
    public static WebhookSettings of(URI url, byte[] secret) {
        return new WebhookSettings(url, secret, Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "WebhookSettings[" + url + (secret == null ? "" : ", signed") + "]";
    }
}
