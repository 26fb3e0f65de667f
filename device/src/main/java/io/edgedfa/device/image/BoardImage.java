package io.edgedfa.device.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes what is installed on a board out of the built jars:
 *
 * <pre>
 * bin/edge-dfa-device      launcher, for any POSIX shell
 * lib/java-options         how Java runs
 * lib/*.jar                the program and its libraries, only the classes that the program {@linkplain Reach reaches}
 * lib/native/*.so          the platform's native libraries
 * </pre>
 *
 * <p>The folder may be moved and the launcher linked to; Java itself is not in it.
 */
public final class BoardImage {
    /** From the image's folder. */
    public static final String LAUNCHER = "bin/edge-dfa-device";
    /** From the image's folder: what {@code edge-dfa-device --archive} makes there, and what the image works without. */
    public static final String ARCHIVE = "lib/edge-dfa-device.jsa";

    private static final String APPLICATION = "edge-dfa-device.jar";
    private static final List<String> NATIVES =
            List.of("libjnidispatch.so", "libonnxruntime.so", "libonnxruntime4j_jni.so", "libsqlitejdbc.so");
    private static final Set<String> VARIABLES = Set.of("LocalVariableTable", "LocalVariableTypeTable");
    /** Of the libraries only: where our own classes fail has to be seen. */
    private static final Set<String> DEBUG_TABLES =
            Set.of("LocalVariableTable", "LocalVariableTypeTable", "LineNumberTable", "SourceFile", "SourceDebugExtension");

    private final Path applicationJar;
    private final Platform platform;

    /**
     * @param applicationJar the board program as built, its libraries where its manifest says, or all in its own folder
     * @param platform       of the board
     */
    public BoardImage(Path applicationJar, Platform platform) {
        this.applicationJar = applicationJar.toAbsolutePath();
        this.platform = platform;
    }

    /** The options that Java is started with, in order, without the places of the native libraries. */
    public static List<String> javaOptions() {
        return Texts.lines(Texts.JAVA_OPTIONS);
    }

    /** Bytes of the files in an image; the archive of classes, which each machine makes for itself, does not count. */
    public static long bytes(Path folder) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += file.equals(folder.resolve(ARCHIVE)) ? 0 : Files.size(file);
            }
        }
        return sum;
    }

    /**
     * Writes the image.
     *
     * @param folder is made; may be there if it is empty
     * @throws IOException in one line, when the folder is not empty, a jar is missing, or one holds no native code for the platform
     */
    public void write(Path folder) throws IOException {
        requireEmpty(folder);
        List<Jar> jars = read();
        SortedMap<String, byte[]> natives = natives(jars);
        Set<String> reached = reached(jars);
        Path lib = Files.createDirectories(folder.resolve("lib"));
        for (Jar jar : jars) {
            Jar some = jar.with(reached::contains);
            if (!some.classes().isEmpty()) {
                boolean ours = jar == jars.get(0);
                some.classes().replaceAll((name, content) -> new ClassFile(content).without(ours ? VARIABLES : DEBUG_TABLES));
                some.write(lib.resolve(ours ? APPLICATION : jar.name()));
            }
        }
        Path nativeFolder = Files.createDirectories(lib.resolve("native"));
        for (Map.Entry<String, byte[]> library : natives.entrySet()) {
            Files.write(nativeFolder.resolve(library.getKey()), library.getValue());
        }
        Files.write(lib.resolve("java-options"), Texts.bytes(Texts.JAVA_OPTIONS));
        Files.write(lib.resolve("CHANGES"), Texts.bytes(Texts.CHANGES));
        Path launcher = folder.resolve(LAUNCHER);
        Files.createDirectories(launcher.getParent());
        Files.write(launcher, Texts.bytes(Texts.LAUNCHER));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new IOException(folder + " is not empty; allowed: a new folder, or an empty one");
                }
            }
        }
    }

    /** The application first, told where its libraries will be; then those, as its class path names them. */
    private List<Jar> read() throws IOException {
        Jar application = jar(applicationJar);
        List<Jar> jars = new ArrayList<>(List.of(application));
        for (String place : application.classPath()) {
            Path named = applicationJar.resolveSibling(place);
            Path beside = applicationJar.resolveSibling(named.getFileName());
            jars.add(jar(Files.exists(named) ? named : beside));
        }
        if (jars.stream().anyMatch(jar -> jar.name().startsWith("nd4j"))) {
            throw new IOException(applicationJar + " was built with ND4J (mvn -Pnd4j); a board's image has no place for it");
        }
        application.manifest().put(Attributes.Name.CLASS_PATH, jars.stream().skip(1).map(Jar::name).collect(Collectors.joining(" ")));
        return jars;
    }

    private Jar jar(Path file) throws IOException {
        try {
            return Jar.read(file, platform);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is missing; allowed: the jar as built, with its libraries", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read as a jar: " + e.getMessage(), e);
        }
    }

    private SortedMap<String, byte[]> natives(List<Jar> jars) throws IOException {
        SortedMap<String, byte[]> natives = new TreeMap<>();
        jars.forEach(jar -> natives.putAll(jar.natives()));
        if (!natives.keySet().equals(new TreeSet<>(NATIVES))) {
            throw new IOException(applicationJar + " and its libraries hold, as native code for " + platform.label() + ", "
                    + natives.keySet() + "; needed: " + NATIVES + " (an image is made from the jars as built, not from those of an image)");
        }
        return natives;
    }

    /** What the main class reaches, what service files name, and all of a jar whose native code asks for classes by name. */
    private static Set<String> reached(List<Jar> jars) {
        Map<String, byte[]> classes = new HashMap<>();
        Collection<String> roots = new ArrayList<>();
        roots.add(jars.get(0).manifest().getValue(Attributes.Name.MAIN_CLASS).replace('.', '/'));
        for (Jar jar : jars) {
            classes.putAll(jar.classes());
            roots.addAll(jar.providers());
            if (!jar.natives().isEmpty()) {
                roots.addAll(jar.classes().keySet());
            }
        }
        return Reach.of(classes, roots, leftOut());
    }

    /** A line of the list means the class of that name and those inside of it, or with a slash at its end, a whole package. */
    private static Predicate<String> leftOut() {
        List<String> lines = Texts.lines(Texts.LEFT_OUT);
        return name -> lines.stream().anyMatch(line -> name.equals(line) || name.startsWith(line.endsWith("/") ? line : line + "$"));
    }
}
