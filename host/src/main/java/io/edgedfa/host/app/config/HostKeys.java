package io.edgedfa.host.app.config;

import io.edgedfa.config.ConfigReader.Given;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key that is not in a list of tables, as an option: {@code web.port} is {@code --web-port}. */
public final class HostKeys {
    /**
     * A key.
     *
     * @param key         in the file
     * @param shortOption a shorter name of its option; null for none
     * @param label       of the option's value
     * @param description for the option's help
     */
    public record Key(String key, String shortOption, String label, String description) {
        /** Names of its option, the usual one first. */
        public List<String> options() {
            String option = "--" + key.replace('.', '-');
            return shortOption == null ? List.of(option) : List.of(shortOption, option);
        }
    }

    public static final List<Key> ALL = List.of(
            new Key("host.name", "--name", "NAME", "Tells this host from others that share its PostgreSQL store; they divide the"
                    + " boards among themselves."),
            new Key("broker.url", "--broker", "URL", "MQTT broker, tcp://HOST:PORT or ssl://HOST:PORT. Without it a broker runs"
                    + " inside this process, on loopback only."),
            new Key("broker.port", "--mqtt-port", "PORT", "Port of the built-in broker, 0 for a free one."),
            new Key("broker.group", "--group", "ID", "Sparkplug group to follow, + for all."),
            new Key("broker.username", "--username", "NAME", "Login at the broker."),
            new Key("broker.password-file", "--password-file", "FILE", "File with the password for --username."),
            new Key("broker.ca", null, "FILE", "PEM: who may vouch for the broker (ssl). Without it those that came with Java."),
            new Key("broker.certificate", null, "FILE", "PEM: the host's certificate at the broker (ssl)."),
            new Key("broker.key", null, "FILE", "PEM, mode 600: its private key."),
            new Key("store.url", "--store", "URL", "SQLite file, or jdbc:postgresql://HOST/DATABASE?user=NAME."),
            new Key("store.password-file", null, "FILE", "File with the password of the store's user."),
            new Key("store.raw-days", null, "DAYS", "How long readings are kept as they came; then as minutes."),
            new Key("store.minute-days", null, "DAYS", "How old readings of minutes become; then they are kept as hours."),
            new Key("store.hour-days", null, "DAYS", "How old readings of hours become."),
            new Key("store.event-days", null, "DAYS", "How long events are kept."),
            new Key("store.rows", null, "N", "Most rows of each kind; beyond it the oldest readings are condensed, or go."),
            new Key("web.host", null, "ADDRESS", "Address of dashboard and API. Off loopback it needs --web-certificate,"
                    + " --web-key and --web-tokens all."),
            new Key("web.port", null, "PORT", "Port of dashboard and API, 0 for a free one."),
            new Key("web.certificate", null, "FILE", "PEM: certificate for https, and those that lead to its authority."),
            new Key("web.key", null, "FILE", "PEM, mode 600: its private key."),
            new Key("web.tokens", null, "WHAT", "What needs a token: changes, or all, reading too."),
            new Key("results.dir", "--results", "DIR", "Folder with results of experiments, for the dashboard."),
            new Key("webhook.url", null, "URL", "Told of every alert that opens or closes, http:// or https://."),
            new Key("webhook.secret-file", null, "FILE", "File with the key that signs what is sent there."),
            new Key("limits.boards", null, "N", "Further boards are refused and counted."),
            new Key("limits.metrics", null, "N", "Further metrics of a board are ignored."),
            new Key("limits.stale-s", null, "SECONDS", "A board silent for longer is shown dead."),
            new Key("limits.rebirth-s", null, "SECONDS", "Least time between two requests for a board's birth certificate."),
            new Key("limits.metrics-boards", null, "N", "Up to so many boards /metrics has each one, beyond it groups only."));

    private HostKeys() {}

    /** What was given on a command line, for a {@code ConfigReader}. @param values by key */
    public static Map<String, Given> given(Map<String, String> values) {
        Map<String, Given> given = new LinkedHashMap<>();
        for (Key key : ALL) {
            if (values.containsKey(key.key())) {
                given.put(key.key(), new Given(key.options().get(0), values.get(key.key())));
            }
        }
        return given;
    }
}
