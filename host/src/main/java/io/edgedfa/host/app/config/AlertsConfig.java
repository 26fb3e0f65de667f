package io.edgedfa.host.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.host.alert.AlertKind;
import io.edgedfa.host.alert.AlertRule;
import io.edgedfa.host.alert.WebhookSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is worth an alert, and who is told.
 *
 * @param rules   {@code [[alert]]}, with unique names
 * @param webhook {@code [webhook]}; null for none
 */
public record AlertsConfig(List<AlertRule> rules, WebhookSettings webhook) {

    static AlertsConfig read(ConfigReader reader) {
        List<AlertRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ConfigReader table : reader.tables("alert")) {
            AlertRule rule = rule(table);
            if (!names.add(rule.name())) {
                throw table.refusal("name", "a name that no other alert has");
            }
            table.finish();
            rules.add(rule);
        }
        return new AlertsConfig(List.copyOf(rules), webhook(reader));
    }

    private static AlertRule rule(ConfigReader table) {
        String name = table.parsed("name", null, "1 to 64 characters", text -> new AlertRule(text, AlertKind.DEAD, 0, 0, null, null).name());
        AlertKind kind = AlertKind.of(table.choice("kind", null, AlertKind.words()));
        double threshold = kind.hasThreshold() ? table.number("threshold", null, kind.least(), kind.most()) : 0;
        int seconds = (int) table.integer("for-s", kind == AlertKind.EVENT ? 600L : 10L, 0, 30L * 24 * 3_600);
        String group = table.string("group", "");
        String event = kind == AlertKind.EVENT ? table.parsed("event", null, "an event's kind, e.g. rollback", AlertsConfig::word) : null;
        return new AlertRule(name, kind, threshold, seconds, group.isEmpty() ? null : group, event);
    }

    private static String word(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        return text;
    }

    private static WebhookSettings webhook(ConfigReader reader) {
        String url = reader.parsed("webhook.url", "", "http://HOST/PATH or https://HOST/PATH without a login", text ->
                text.isEmpty() ? text : WebhookSettings.of(URI.create(text), null).url().toString());
        Path file = reader.optionalPath("webhook.secret-file");
        if (url.isEmpty() && file != null) {
            throw reader.refusal("webhook.secret-file", "only together with webhook.url");
        }
        byte[] secret = file == null ? null : SecretFile.read(reader, "webhook.secret-file", file).getBytes(StandardCharsets.UTF_8);
        return url.isEmpty() ? null : WebhookSettings.of(URI.create(url), secret);
    }
}
