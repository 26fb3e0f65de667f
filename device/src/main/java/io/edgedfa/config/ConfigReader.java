package io.edgedfa.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Typed access to a TOML file, and to what was given besides it, which wins. Every key asked for is known; {@link #finish}
 * refuses all others.
 */
public final class ConfigReader {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Path file;
    private final String table;
    private final TomlTable toml;
    private final Map<String, Given> given;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    /**
     * One value of the effective configuration.
     *
     * @param value as TOML would have it
     * @param place file, line and key where the file sets it; {@code file: key} for a default; where it was given
     * @param line  of the file; 0 for all others
     */
    public record Setting(String value, String place, int line) {}

    /**
     * A value from elsewhere than the file.
     *
     * @param origin where it was given, for messages: {@code --web-port}
     * @param text   numbers, true and false as in TOML; lists cannot be given
     */
    public record Given(String origin, String text) {}

    /** @throws ConfigException when the file is missing, too large or not TOML */
    public ConfigReader(Path file) {
        this(file, Map.of());
    }

    /**
     * @param file  null for none
     * @param given by key
     * @throws ConfigException when the file is missing, too large or not TOML
     */
    public ConfigReader(Path file, Map<String, Given> given) {
        this(file, "", file == null ? Toml.parse("") : TomlFile.read(file), given);
    }

    private ConfigReader(Path file, String table, TomlTable toml, Map<String, Given> given) {
        this.file = file;
        this.table = table;
        this.toml = toml;
        this.given = Map.copyOf(given);
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

    /** A path, relative to the configuration's folder; one that was given, to the working directory. */
    public Path path(String key, Path absent) {
        return resolved(key, string(key, absent == null ? null : absent.toString()));
    }

    /** A path as {@link #path}; null where there is none or an empty one. */
    public Path optionalPath(String key) {
        String value = string(key, "");
        return value.isEmpty() ? null : resolved(key, value);
    }

    /** A list of paths; empty where the file has none. */
    public List<Path> paths(String key) {
        return strings(key).stream().map(value -> resolved(key, value)).toList();
    }

    private Path resolved(String key, String value) {
        Path folder = file == null || given.containsKey(key) ? Path.of("") : file.toAbsolutePath().getParent();
        try {
            return folder.resolve(value).normalize();
        } catch (InvalidPathException e) {
            throw refusal(key, "a path");
        }
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
        Object found = found(key, Double.class);
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
        return strings(key, List.of());
    }

    /** A list of strings, or {@code absent}. */
    public List<String> strings(String key, List<String> absent) {
        List<String> strings = new ArrayList<>();
        for (Object value : list(key, "a list of strings", absent)) {
            if (!(value instanceof String string)) {
                throw refusal(key, "a list of strings");
            }
            strings.add(string);
        }
        return strings;
    }

    private List<?> list(String key, String typeName) {
        return list(key, typeName, List.of());
    }

    private List<?> list(String key, String typeName, List<?> absent) {
        known.add(key);
        Object value = found(key, List.class);
        note(key, value == null ? absent : value);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof TomlArray array)) {
            throw refusal(key, typeName);
        }
        return array.toList();
    }

    /** The tables of an array, {@code [[key]]}, each to be read and finished by itself; empty where the file has none. */
    public List<ConfigReader> tables(String key) {
        known.add(key);
        Object value = toml.get(path(key));
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof TomlArray array) || !array.toList().stream().allMatch(TomlTable.class::isInstance)) {
            throw refusal(key, "tables that begin with [[" + key + "]]");
        }
        List<ConfigReader> tables = new ArrayList<>();
        for (Object each : array.toList()) {
            tables.add(new ConfigReader(file, key + "[" + (tables.size() + 1) + "].", (TomlTable) each, Map.of()));
        }
        return tables;
    }

    /** Yes or no. */
    public boolean flag(String key, boolean absent) {
        return read(key, absent, Boolean.class, "true or false");
    }

    private <T> T read(String key, T absent, Class<T> type, String typeName) {
        known.add(key);
        Object value = found(key, type);
        if (value == null) {
            if (absent == null) {
                throw new ConfigException(at(key) + " is missing; allowed: " + typeName);
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

    /** What the file has, or what was given, as the type if it can be one. */
    private Object found(String key, Class<?> type) {
        return given.containsKey(key) ? value(given.get(key).text(), type) : toml.get(path(key));
    }

    private static Object value(String text, Class<?> type) {
        try {
            if (type == Long.class) {
                return Long.valueOf(text);
            }
            if (type == Double.class) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException e) {
            return text;
        }
        return type == Boolean.class && (text.equals("true") || text.equals("false")) ? (Object) Boolean.valueOf(text) : text;
    }

    private void note(String key, Object value) {
        TomlPosition position = given.containsKey(key) ? null : toml.inputPositionOf(path(key));
        settings.put(key, new Setting(text(value), at(key), position == null ? 0 : position.line()));
    }

    private static String text(Object value) {
        return oneLine(value instanceof String ? '"' + value.toString() + '"'
                : value instanceof TomlArray array ? array.toList().toString() : value.toString());
    }

    /** With control characters written as TOML may write them: no value becomes a line of its own. */
    private static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll(match -> "\\\\u%04x".formatted((int) match.group().charAt(0)));
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

    /** Refuses tables that the file has although they belong elsewhere. */
    public void refuseTables(String reason, Collection<String> tables) {
        for (String each : tables) {
            if (toml.contains(each)) {
                throw new ConfigException(at(each) + " does not belong here; allowed: " + reason);
            }
        }
    }

    /** Whether a key is set. */
    public boolean has(String key) {
        return given.containsKey(key) || toml.contains(key);
    }

    /** @throws ConfigException for the first key that nobody asked for, with the nearest one that is known */
    public void finish() {
        for (String key : toml.dottedKeySet()) {
            if (!known.contains(key)) {
                throw new ConfigException(at(key) + " is an unknown key; did you mean " + table + Spelling.nearest(key, known) + "?");
            }
        }
    }

    /** Where a key stands and what it says, for messages: {@code board.toml:2: model.file = "m.onnx"}. */
    public String place(String key) {
        if (given.containsKey(key)) {
            return at(key) + " = " + oneLine(given.get(key).text());
        }
        Object value = toml.get(path(key));
        return value == null ? at(key) + " (default)" : at(key) + " = " + text(value);
    }

    /** A refusal of a key's value. */
    public ConfigException refusal(String key, String allowed) {
        return new ConfigException(place(key) + "; allowed: " + allowed);
    }

    private String at(String key) {
        if (given.containsKey(key)) {
            return given.get(key).origin();
        }
        TomlPosition position = toml.inputPositionOf(path(key));
        return (file == null ? "" : file + (position == null ? "" : ":" + position.line()) + ": ") + table + key;
    }

    private static List<String> path(String key) {
        return List.of(key.split("\\."));
    }
}
