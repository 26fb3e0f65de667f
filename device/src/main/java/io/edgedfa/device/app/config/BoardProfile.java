package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigException;
import io.edgedfa.config.ConfigReader;
import io.edgedfa.config.ConfigReader.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The part of a configuration that all boards of one kind share. What tells boards apart, and what learns where, is written by
 * whoever makes a board of it, before the profile's text.
 *
 * @param hasSource whether it says where samples come from
 * @param text      of the file
 */
public record BoardProfile(HardwareConfig hardware, ServiceConfig service, boolean hasSource, String text) {
    /** Tables that no profile has. */
    public static final List<String> RESERVED = List.of("board", "model", "store", "mqtt", "update");

    /** Files named in a profile are not looked at: they are those of the board. @throws ConfigException in one line */
    public static BoardProfile read(Path file) {
        ConfigReader reader = new ConfigReader(file, Map.of("mqtt.broker", new Given("a profile's broker", "tcp://127.0.0.1:1883")));
        reader.refuseTables("the tables of a profile, which are all but " + String.join(", ", RESERVED), RESERVED);
        String text = text(file);
        boolean hasSource = reader.has("source");
        HardwareConfig hardware = HardwareConfig.read(reader);
        ServiceConfig service = ServiceConfig.read(reader);
        LearningConfig.read(reader);
        GuardConfig.read(reader);
        SourceConfig source = SourceConfig.read(reader);
        InputConfig.read(reader, hasSource && source.walk() != null);
        PredictionsConfig.read(reader);
        MqttConfig.read(reader);
        ProcessConfig.read(reader);
        CommandsConfig.read(reader);
        reader.finish();
        return new BoardProfile(hardware, service, hasSource, text);
    }

    /** Keys before the first table would belong to another table when the text follows others. */
    private static String text(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e.getMessage());
        }
        String first = text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).findFirst().orElse("[");
        if (!first.startsWith("[")) {
            throw new ConfigException(file + ": begins with \"" + (first.length() > 60 ? first.substring(0, 60) + "..." : first)
                    + "\"; allowed: a table's name first, like [learning]");
        }
        return text;
    }
}
