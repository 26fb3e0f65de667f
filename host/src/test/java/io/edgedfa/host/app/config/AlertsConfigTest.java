package io.edgedfa.host.app.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.config.ConfigException;
import io.edgedfa.config.ConfigReader;
import io.edgedfa.host.alert.AlertKind;
import io.edgedfa.host.alert.AlertRule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsConfigTest {
    @TempDir
    private Path folder;

    private AlertsConfig read(String toml) throws Exception {
        ConfigReader reader = new ConfigReader(Files.writeString(folder.resolve("host.toml"), toml));
        AlertsConfig config = AlertsConfig.read(reader);
        reader.finish();
        return config;
    }

    @Test
    void shouldReadRulesAndWebhook() throws Exception {
        Files.writeString(folder.resolve("secret"), "Jefe\n");
        AlertsConfig config = read("""
                [[alert]]
                name = "hot"
                kind = "temperature-above"
                threshold = 85
                [[alert]]
                name = "back"
                kind = "event"
                event = "rollback"
                group = "g"
                [webhook]
                url = "https://example.org/x"
                secret-file = "secret"
                """);
        assertEquals(List.of(new AlertRule("hot", AlertKind.TEMPERATURE_ABOVE, 85, 10, null, null),
                new AlertRule("back", AlertKind.EVENT, 0, 600, "g", "rollback")), config.rules());
        assertArrayEquals("Jefe".getBytes(StandardCharsets.UTF_8), config.webhook().secret());
    }

    @Test
    void shouldHaveNoneWhenNothingIsSaid() throws Exception {
        AlertsConfig config = read("");
        assertEquals(List.of(), config.rules());
        assertNull(config.webhook());
    }

    @Test
    void shouldRefuseInOneLineWhatMakesNoSense() {
        assertRefused("[[alert]]\nname = \"a\"\nkind = \"sad\"", "kind", "accuracy-below");
        assertRefused("[[alert]]\nname = \"a\"\nkind = \"accuracy-below\"", "threshold", "missing");
        assertRefused("[[alert]]\nname = \"a\"\nkind = \"accuracy-below\"\nthreshold = 70", "threshold", "0.0 to 1.0");
        assertRefused("[[alert]]\nname = \"a\"\nkind = \"dead\"\nthreshold = 1", "threshold", "");
        assertRefused("[[alert]]\nname = \"a\"\nkind = \"dead\"\n[[alert]]\nname = \"a\"\nkind = \"dead\"", "name", "no other alert");
        assertRefused("[webhook]\nurl = \"ftp://host/\"", "webhook.url", "https://HOST/PATH");
        assertRefused("[webhook]\nsecret-file = \"x\"", "webhook.secret-file", "together with");
    }

    private void assertRefused(String toml, String... words) {
        String message = assertThrows(ConfigException.class, () -> read(toml)).getMessage();
        assertTrue(!message.contains("\n"), message);
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }
}
