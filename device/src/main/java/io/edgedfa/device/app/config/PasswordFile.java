package io.edgedfa.device.app.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A password that lives in a file of its own and is read at every use, so that it can be changed while the board runs. */
public record PasswordFile(Path file) implements Supplier<char[]> {
    @Override
    public char[] get() {
        try {
            return Files.readString(file).strip().toCharArray();
        } catch (IOException e) {
            throw new UncheckedIOException("password file " + file + " cannot be read", e);
        }
    }
}
