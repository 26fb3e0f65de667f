package io.edgedfa.host.app.config;

import io.edgedfa.config.ConfigException;
import io.edgedfa.config.ConfigReader;
import io.edgedfa.config.ConfigReader.Setting;
import io.edgedfa.host.fleet.FleetSettings;
import io.edgedfa.host.web.WebSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * A host's configuration, checked.
 *
 * @param name     tells this host from others that share its store; null where it shares none
 * @param settings every key with its effective value and where that came from
 */
public record HostConfig(String name, BrokerConfig broker, StoreConfig store, WebSettings web, LimitsConfig limits,
        AlertsConfig alerts, Map<String, Setting> settings) {

    /**
     * @param file   null for none
     * @param values by key, as options give them; they win over the file
     * @throws ConfigException in one line, naming file or option, key, value and what is allowed
     */
    public static HostConfig read(Path file, Map<String, String> values) {
        ConfigReader reader = new ConfigReader(file, HostKeys.given(values));
        LimitsConfig limits = LimitsConfig.read(reader);
        BrokerConfig broker = BrokerConfig.read(reader);
        StoreConfig store = StoreConfig.read(reader);
        HostConfig config = new HostConfig(name(reader, store), broker, store, WebConfig.read(reader, limits), limits,
                AlertsConfig.read(reader), reader.settings());
        reader.finish();
        return config;
    }

    private static String name(ConfigReader reader, StoreConfig store) {
        String name = reader.string("host.name", "");
        if (name.isEmpty()) {
            return null;
        }
        if (!store.isShared()) {
            throw reader.refusal("host.name", "only together with a store.url that begins with jdbc:postgresql://");
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw reader.refusal("host.name", "1 to 64 letters, digits, and . _ - after the first");
        }
        return name;
    }

    /** What the fleet needs to know. @param brokerUri of the broker that is used in the end, see {@link BrokerConfig#url} */
    public FleetSettings fleet(String brokerUri) {
        return new FleetSettings(brokerUri, broker.group(), broker.username(), broker.password(), broker.tls(), limits.stale(),
                limits.rebirth(), limits.boards(), limits.metrics());
    }
}
