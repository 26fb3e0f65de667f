package io.edgedfa.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** A TOML file from the disk. */
final class TomlFile {
    private static final long MAX_BYTES = 1 << 20;

    private TomlFile() {}

    /** @throws ConfigException when the file is missing, too large or not TOML */
    static TomlTable read(Path file) {
        TomlParseResult toml;
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
        return toml;
    }
}
