package io.edgedfa.host.app.bundle;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.image.BoardImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipException;

/**
 * The board program as built.
 *
 * @param jar     with its libraries where its manifest says or beside it
 * @param version of the product
 * @param built   when
 */
record Program(Path jar, String version, Instant built) {

    /** @param application the jar; null for the one that the host itself uses */
    static Program read(Path application) throws IOException {
        Path jar = application == null ? place(BoardImage.class) : application;
        if (!Files.isRegularFile(jar)) {
            throw new ConfigException(jar + " is no file; allowed: the board program's jar as built, which java -jar edge-dfa-host.jar finds");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes attributes = file.getManifest() == null ? new Attributes() : file.getManifest().getMainAttributes();
            String version = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            String built = attributes.getValue("Build-Time");
            if (version == null || built == null) {
                throw new ConfigException(jar + " says neither version nor time in its manifest; allowed: the board program's jar as built");
            }
            return new Program(jar, version, Instant.parse(built));
        } catch (ZipException e) {
            throw new ConfigException(jar + " is no jar (" + e.getMessage() + "); allowed: the board program's jar as built");
        } catch (DateTimeParseException e) {
            throw new ConfigException(jar + ": Build-Time in the manifest: " + e.getMessage());
        }
    }

    /** Those of the host, among them ND4J's. */
    Path libraries() {
        return place(Program.class).resolveSibling("lib");
    }

    private static Path place(Class<?> one) {
        try {
            return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
