package io.edgedfa.device.board.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A file in which the kernel shows a value. Opened for each reading, since devices come and go. The first time that it cannot
 * be read or holds what it should not, that is reported; from then on it is silently absent or, once it has recovered, there.
 * For one thread at a time.
 */
public final class SensorFile {
    private static final int MAX_BYTES = 4096;
    private static final int MAX_SHOWN = 60;

    private final Path path;
    private final Consumer<String> warnings;
    private boolean reported;

    SensorFile(Path path, Consumer<String> warnings) {
        this.path = path;
        this.warnings = warnings;
    }

    /** The first 4096 bytes, without what is blank at the ends and without a terminating NUL; absent if unreadable. */
    public Optional<String> text() {
        try (InputStream in = Files.newInputStream(path)) {
            String all = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            int end = all.indexOf('\0');
            return Optional.of((end < 0 ? all : all.substring(0, end)).strip());
        } catch (NoSuchFileException e) {
            report("it is no longer there");
        } catch (IOException e) {
            report(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    /** A whole number in decimal; absent if the file is unreadable, holds something else or a number out of the range. */
    OptionalLong number(long least, long most) {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // reported below, as a number out of range is
        }
        broken(text.get(), least + " to " + most);
        return OptionalLong.empty();
    }

    /** Reports, once, a content that cannot be. */
    public void broken(String content, String allowed) {
        if (!reported) {
            String line = content.replaceAll("\\p{Cntrl}+", " ");
            String shown = line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
            report("it holds \"" + shown + "\", allowed: " + allowed);
        }
    }

    private void report(String what) {
        if (!reported) {
            reported = true;
            warnings.accept("sensor " + path + " is broken: " + what + "; absent until it recovers, not reported again");
        }
    }
}
