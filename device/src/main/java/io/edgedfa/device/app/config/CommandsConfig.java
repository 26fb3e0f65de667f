package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.telemetry.sparkplug.BoardCommands;
import java.util.List;
import java.util.Set;

/**
 * What the host may tell the board to do.
 *
 * @param allowed    names of commands; unchangeable
 * @param supervised whether somebody other than systemd starts the process again when it ends
 */
public record CommandsConfig(Set<String> allowed, boolean supervised) {
    private static final String ALLOW = "commands.allow";

    static CommandsConfig read(ConfigReader reader) {
        return new CommandsConfig(allowed(reader), reader.flag("commands.supervised", false));
    }

    private static Set<String> allowed(ConfigReader reader) {
        List<String> names = reader.strings(ALLOW, BoardCommands.NAMES);
        if (!BoardCommands.NAMES.containsAll(names)) {
            throw reader.refusal(ALLOW, "a list of " + String.join(", ", BoardCommands.NAMES));
        }
        return Set.copyOf(names);
    }
}
