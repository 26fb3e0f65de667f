package io.edgedfa.device.image;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A Java runtime that goes into an image, as {@linkplain BoardImage#withJre jlink makes one}. */
final class JavaRuntime {
    private static final int OLDEST = 17;
    /**
     * What classes of the program, its libraries and ND4J's use, without what those modules require themselves; and elliptic curves
     * for TLS, which are found at run time.
     */
    static final List<String> MODULES =
            List.of("java.base", "java.compiler", "java.desktop", "java.logging", "java.management", "java.sql", "jdk.crypto.ec",
                    "jdk.unsupported");

    private final Path home;

    private JavaRuntime(Path home) {
        this.home = home;
    }

    /**
     * Looks whether it can be used.
     *
     * @param home has bin/java and the file {@code release}
     * @throws IOException in one line, when something is missing, for another machine or too old, or a link leads out of it
     */
    static JavaRuntime checked(Path home, Platform platform) throws IOException {
        Path java = home.resolve("bin/java");
        int machine = Files.isRegularFile(java) ? ElfFile.read(java).map(ElfFile::machine).orElse(-1) : -1;
        if (machine != platform.machine()) {
            throw new IOException(java + " is " + (Files.exists(java) ? "not a program for " + platform.label() : "missing")
                    + "; allowed: a Java runtime for " + platform.label() + " as jlink makes it");
        }
        Properties release = release(home.resolve("release"));
        String version = unquoted(release, "JAVA_VERSION");
        if (!version.matches("\\d{1,4}(\\D.*)?") || Integer.parseInt(version.replaceFirst("\\D.*", "")) < OLDEST) {
            throw new IOException(home.resolve("release") + ": JAVA_VERSION is '" + version + "'; allowed: " + OLDEST + " or newer");
        }
        Set<String> missing = new TreeSet<>(MODULES);
        missing.removeAll(List.of(unquoted(release, "MODULES").split("\\s+")));
        if (!missing.isEmpty()) {
            throw new IOException(home + " lacks the modules " + missing + "; needed: jlink --add-modules "
                    + BoardImage.javaModules());
        }
        requireAllInside(home);
        return new JavaRuntime(home);
    }

    private static Properties release(Path file) throws IOException {
        Properties release = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            release.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(file + " cannot be read; needed: the file that every Java runtime has, as jlink writes it", e);
        }
        return release;
    }

    private static String unquoted(Properties release, String key) {
        return release.getProperty(key, "").replace("\"", "").strip();
    }

    /** Copies it with permissions and links. */
    void copy(Path target) throws IOException {
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target.resolve(home.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = target.resolve(home.relativize(file).toString());
                Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
                if (!attributes.isSymbolicLink()) {
                    Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void requireAllInside(Path home) throws IOException {
        try (Stream<Path> content = Files.walk(home)) {
            for (Path link : content.filter(Files::isSymbolicLink).toList()) {
                Path goal = Files.readSymbolicLink(link);
                if (goal.isAbsolute() || !link.resolveSibling(goal).normalize().startsWith(home.normalize())) {
                    throw new IOException(link + " is a link to " + goal
                            + ", outside of the runtime; allowed: a Java runtime as jlink makes it");
                }
            }
        }
    }
}
