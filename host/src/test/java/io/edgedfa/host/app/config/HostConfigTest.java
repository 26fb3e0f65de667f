package io.edgedfa.host.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.config.ConfigException;
import io.edgedfa.config.ConfigReader.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostConfigTest {
    private static final Path SHIPPED = Path.of("..", "firmware-config", "host.toml");

    @TempDir
    Path folder;

    @Test
    void shouldListEveryKeyWithItsDefaultInTheShippedFile() {
        Map<String, Setting> shipped = HostConfig.read(SHIPPED, Map.of()).settings();
        HostConfig.read(null, Map.of()).settings().forEach((key, setting) -> {
            assertTrue(shipped.get(key).line() > 0, key + " is not in firmware-config/host.toml");
            assertEquals(setting.value(), shipped.get(key).value(), key);
        });
    }

    @Test
    void shouldHaveAnOptionOfItsOwnForEveryKey() {
        Set<String> keys = new TreeSet<>();
        Set<String> options = new HashSet<>();
        for (HostKeys.Key key : HostKeys.ALL) {
            keys.add(key.key());
            key.options().forEach(option -> assertTrue(options.add(option), option + " twice"));
        }
        assertEquals(new TreeSet<>(HostConfig.read(null, Map.of()).settings().keySet()), keys);
    }

    @Test
    void shouldTakeTheOptionWhenTheFileSaysSomethingElse() throws IOException {
        HostConfig config = HostConfig.read(toml("[web]\nport = 1\n[limits]\nboards = 7"), Map.of("web.port", "2"));
        assertEquals(2, config.web().port());
        assertEquals(7, config.limits().boards());
    }

    @Test
    void shouldTakePathsFromTheFilesFolderAndOptionsFromTheWorkingDirectory() throws IOException {
        Path file = toml("[store]\nurl = \"a.db\"\n[results]\ndir = \"r\"");
        HostConfig config = HostConfig.read(file, Map.of("results.dir", "here"));
        assertEquals(folder.resolve("a.db").toString(), config.store().url());
        assertEquals(Path.of("here"), config.web().results());
    }

    @Test
    void shouldNotShowThePasswordWhenItIsPrinted() throws IOException {
        Files.writeString(folder.resolve("secret"), "geheim\n");
        HostConfig config = HostConfig.read(
                toml("[broker]\nurl = \"tcp://h:1\"\nusername = \"u\"\npassword-file = \"secret\""), Map.of());
        assertEquals("geheim", config.broker().password());
        assertFalse(config.toString().contains("geheim"), config.toString());
    }

    @Test
    void shouldConnectWithoutLoginOrTlsWhenNothingIsSaid() {
        BrokerConfig broker = HostConfig.read(null, Map.of()).broker();
        assertNull(broker.url());
        assertNull(broker.password());
        assertNull(broker.tls());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[web]~prot = 1 | FILE:2: web.prot is an unknown key; did you mean web.port?",
        "[web]~port = 70000 | FILE:2: web.port = 70000; allowed: 0 to 65535",
        "[web]~port = \"80\" | FILE:2: web.port = \"80\"; allowed: an integer",
        "[web]~tokens = \"none\" | FILE:2: web.tokens = \"none\"; allowed: changes, all",
        "[web]~certificate = \"c.pem\" | FILE:2: web.certificate = \"c.pem\"; allowed: only together with web.key",
        "[web]~key = \"k.pem\" | FILE:2: web.key = \"k.pem\"; allowed: only together with web.certificate",
        "[web]~host = \"0.0.0.0\" | FILE:2: web.host = \"0.0.0.0\"; allowed: off loopback only together with web.certificate, web.key and web.tokens = \"all\"",
        "[web]~host = \"0.0.0.0\"~tokens = \"all\" | FILE:2: web.host = \"0.0.0.0\"; allowed: off loopback only together with web.certificate, web.key and web.tokens = \"all\"",
        "[web]~host = \"0.0.0.0\"~certificate = \"c\"~key = \"k\" | FILE:2: web.host = \"0.0.0.0\"; allowed: off loopback only together with web.certificate, web.key and web.tokens = \"all\"",
        "[web]~host = \"no.such.host.invalid\" | FILE:2: web.host = \"no.such.host.invalid\"; allowed: off loopback only together with web.certificate, web.key and web.tokens = \"all\"",
        "[broker]~url = \"http://h:1\" | FILE:2: broker.url = \"http://h:1\"; allowed: tcp://HOST:PORT or ssl://HOST:PORT",
        "[broker]~group = \"a/b\" | FILE:2: broker.group = \"a/b\"; allowed: 1 to 128 characters without / + #, or + alone",
        "[broker]~username = \"u\" | FILE:2: broker.username = \"u\"; allowed: only together with broker.password-file",
        "[broker]~username = \"u\"~password-file = \"p\" | FILE:2: broker.username = \"u\"; allowed: only together with broker.url",
        "[broker]~url = \"tcp://h:1\"~username = \"u\"~password-file = \"p\" | FILE:4: broker.password-file = \"p\"; allowed: a file that can be read, with 1 to 4096 bytes of text",
        "[broker]~ca = \"ca.pem\" | FILE:2: broker.ca = \"ca.pem\"; allowed: only together with a broker.url that begins with ssl://",
        "[broker]~url = \"ssl://h:1\"~key = \"k\" | FILE:3: broker.key = \"k\"; allowed: only together with broker.certificate",
        "[limits]~stale-s = 0 | FILE:2: limits.stale-s = 0; allowed: 1 to 86400",
        "[store]~password-file = \"p\" | FILE:2: store.password-file = \"p\"; allowed: only together with a store.url that begins with jdbc:postgresql://",
        "[host]~name = \"a\" | FILE:2: host.name = \"a\"; allowed: only together with a store.url that begins with jdbc:postgresql://",
        "[store]~url = \"jdbc:postgresql://h/d\"~[host]~name = \"a b\" | FILE:4: host.name = \"a b\"; allowed: 1 to 64 letters, digits, and . _ - after the first",
        "[store]~minute-days = 6 | FILE:2: store.minute-days = 6; allowed: store.raw-days and more",
        "[store]~hour-days = 89 | FILE:2: store.hour-days = 89; allowed: store.minute-days and more",
        "[store]~rows = 1 | FILE:2: store.rows = 1; allowed: 1000 to 1000000000000",
        "[store]~raw-days = 0 | FILE:2: store.raw-days = 0; allowed: 1 to 36500",
    })
    void shouldNameFileKeyAndValueAndWhatIsAllowed(String lines, String expected) throws IOException {
        Path file = toml(lines.replace('~', '\n'));
        ConfigException e = assertThrows(ConfigException.class, () -> HostConfig.read(file, Map.of()));
        assertEquals(expected.replace("FILE", file.toString()), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "web.port | 70000 | --web-port = 70000; allowed: 0 to 65535",
        "web.port | many | --web-port = many; allowed: an integer",
        "broker.url | localhost | --broker = localhost; allowed: tcp://HOST:PORT or ssl://HOST:PORT",
    })
    void shouldNameTheOptionWhenItIsWrong(String key, String value, String expected) {
        ConfigException e = assertThrows(ConfigException.class, () -> HostConfig.read(null, Map.of(key, value)));
        assertEquals(expected, e.getMessage());
    }

    private Path toml(String text) throws IOException {
        return Files.writeString(folder.resolve("host.toml"), text);
    }
}
