package io.edgedfa.device.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The texts beside this class that go into an image, or say what does. */
final class Texts {
    static final String LAUNCHER = "edge-dfa-device.sh";
    static final String JAVA_OPTIONS = "java-options";
    static final String LEFT_OUT = "left-out";
    static final String CHANGES = "CHANGES";

    private Texts() {}

    static byte[] bytes(String name) {
        try (InputStream in = Texts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the product lacks its file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its lines that are neither empty nor comments. */
    static List<String> lines(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8).lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
    }
}
