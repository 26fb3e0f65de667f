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
 * @param settings every key with its effective value and where that came from
 */
public record HostConfig(BrokerConfig broker, StoreConfig store, WebSettings web, LimitsConfig limits, Map<String, Setting> settings) {

    /**
     * @param file   null for none
     * @param values by key, as options give them; they win over the file
     * @throws ConfigException in one line, naming file or option, key, value and what is allowed
     */
    public static HostConfig read(Path file, Map<String, String> values) {
        ConfigReader reader = new ConfigReader(file, HostKeys.given(values));
        LimitsConfig limits = LimitsConfig.read(reader);
        HostConfig config = new HostConfig(BrokerConfig.read(reader), StoreConfig.read(reader), WebConfig.read(reader, limits), limits,
                reader.settings());
        reader.finish();
        return config;
    }

    /** What the fleet needs to know. @param brokerUri of the broker that is used in the end, see {@link BrokerConfig#url} */
    public FleetSettings fleet(String brokerUri) {
        return new FleetSettings(brokerUri, broker.group(), broker.username(), broker.password(), broker.tls(), limits.stale(),
                limits.rebirth(), limits.boards(), limits.metrics());
    }
}
