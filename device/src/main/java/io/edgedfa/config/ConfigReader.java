package io.edgedfa.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** Typed access to a TOML file. Every key asked for is known; {@link #finish} refuses all others. */
public final class ConfigReader {
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final TomlParseResult toml;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    /**
     * One value of the effective configuration.
     *
     * @param value as TOML would have it
     * @param place file, line and key where the file sets it; {@code file: key} for a default
     * @param line  of the file; 0 for a default
     */
    public record Setting(String value, String place, int line) {}

    /** @throws ConfigException when the file is missing, too large or not TOML */
    public ConfigReader(Path file) {
        this.file = file;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(file + ": has " + Files.size(file) + " bytes; allowed: at most " + MAX_BYTES);
            }
            toml = Toml.parse(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": does not exist; allowed: a TOML file");
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e.getMessage());
        }
        if (toml.hasErrors()) {
            var error = toml.errors().get(0);
            throw new ConfigException(file + ":" + error.position().line() + ": not TOML: "
                    + String.valueOf(error.getMessage()).replaceAll("\\s+", " "));
        }
    }

    /** A string, or {@code absent}; a null {@code absent} makes the key required. */
    public String string(String key, String absent) {
        return read(key, absent, String.class, "a string");
    }

    /** One of some words. */
    public String choice(String key, String absent, Collection<String> allowed) {
        String value = string(key, absent);
        if (!allowed.contains(value)) {
            throw refusal(key, String.join(", ", allowed));
        }
        return value;
    }

    /** A path, relative to the configuration's folder. */
    public Path path(String key, Path absent) {
        String value = string(key, absent == null ? null : absent.toString());
        return file.toAbsolutePath().getParent().resolve(value).normalize();
    }

    /** The configuration's own path with another ending. */
    public Path besides(String ending) {
        return file.toAbsolutePath().resolveSibling(file.getFileName().toString().replaceFirst("\\.toml$", "") + ending);
    }

    /** An integer within bounds. */
    public long integer(String key, Long absent, long least, long most) {
        long value = read(key, absent, Long.class, "an integer");
        if (value < least || value > most) {
            throw refusal(key, least + " to " + most);
        }
        return value;
    }

    /** A number within bounds; integers count as numbers. */
    public double number(String key, Double absent, double least, double most) {
        known.add(key);
        Object found = toml.get(path(key));
        double value = found instanceof Long whole ? whole : read(key, absent, Double.class, "a number");
        note(key, value);
        if (!(value >= least && value <= most)) {
            throw refusal(key, least + " to " + most);
        }
        return value;
    }

    /** A string turned into something else; a refusal of {@code parse} becomes the message. */
    public <T> T parsed(String key, String absent, String allowed, Function<String, T> parse) {
        String value = string(key, absent);
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw refusal(key, allowed);
        }
    }

    /** A list of numbers; empty where the file has none. */
    public List<Double> numbers(String key) {
        List<Double> numbers = new ArrayList<>();
        for (Object value : list(key, "a list of numbers")) {
            if (!(value instanceof Number number)) {
                throw refusal(key, "a list of numbers");
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    /** A list of strings; empty where the file has none. */
    public List<String> strings(String key) {
        List<String> strings = new ArrayList<>();
        for (Object value : list(key, "a list of strings")) {
            if (!(value instanceof String string)) {
                throw refusal(key, "a list of strings");
            }
            strings.add(string);
        }
        return strings;
    }

    private List<Object> list(String key, String typeName) {
        known.add(key);
        Object value = toml.get(path(key));
        note(key, value == null ? List.of() : value);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof TomlArray array)) {
            throw refusal(key, typeName);
        }
        return array.toList();
    }

    /** Yes or no. */
    public boolean flag(String key, boolean absent) {
        return read(key, absent, Boolean.class, "true or false");
    }

    private <T> T read(String key, T absent, Class<T> type, String typeName) {
        known.add(key);
        Object value = toml.get(path(key));
        if (value == null) {
            if (absent == null) {
                throw new ConfigException(file + ": " + key + " is missing; allowed: " + typeName);
            }
            note(key, absent);
            return absent;
        }
        if (!type.isInstance(value)) {
            throw refusal(key, typeName);
        }
        note(key, value);
        return type.cast(value);
    }

    private void note(String key, Object value) {
        TomlPosition position = toml.inputPositionOf(path(key));
        settings.put(key, new Setting(text(value), at(key), position == null ? 0 : position.line()));
    }

    private static String text(Object value) {
        return value instanceof String ? '"' + value.toString() + '"' : value instanceof TomlArray array ? array.toList().toString() : value.toString();
    }

    /** Every key read so far, in order, with its value and where that came from. */
    public Map<String, Setting> settings() {
        return settings;
    }

    /** Refuses keys that the file sets although another key makes them meaningless. */
    public void refuse(String reason, String... keys) {
        for (String key : keys) {
            known.add(key);
            if (has(key)) {
                throw refusal(key, reason);
            }
        }
    }

    /** Whether the file sets a key. */
    public boolean has(String key) {
        return toml.contains(key);
    }

    /** @throws ConfigException for the first key that nobody asked for, with the nearest one that is known */
    public void finish() {
        for (String key : toml.dottedKeySet()) {
            if (!known.contains(key)) {
                String nearest = known.stream().min(Comparator.comparingInt(k -> distance(k, key))).orElse("");
                throw new ConfigException(at(key) + " is an unknown key; did you mean " + nearest + "?");
            }
        }
    }

    /** Where a key stands and what it says, for messages: {@code board.toml:2: model.file = "m.onnx"}. */
    public String place(String key) {
        Object value = toml.get(path(key));
        if (value == null) {
            return at(key) + " (default)";
        }
        return at(key) + " = " + text(value);
    }

    /** A refusal of a key's value. */
    public ConfigException refusal(String key, String allowed) {
        return new ConfigException(place(key) + "; allowed: " + allowed);
    }

    private String at(String key) {
        TomlPosition position = toml.inputPositionOf(path(key));
        return file + (position == null ? "" : ":" + position.line()) + ": " + key;
    }

    private static List<String> path(String key) {
        return List.of(key.split("\\."));
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
