package io.edgedfa.device.image;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
 * jre/                     Java, if {@linkplain #withJre asked for}
 * </pre>
 *
 * <p>The folder may be moved and the launcher linked to.
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
    /** With ND4J's jars, or {@code null}. */
    private final Path nd4j;
    /** A Java runtime, or {@code null}. */
    private final Path jre;

    /**
     * @param applicationJar the board program as built, its libraries where its manifest says, or all in its own folder
     * @param platform       of the board
     */
    public BoardImage(Path applicationJar, Platform platform) {
        this(applicationJar.toAbsolutePath(), platform, null, null);
    }

    private BoardImage(Path applicationJar, Platform platform, Path nd4j, Path jre) {
        this.applicationJar = applicationJar;
        this.platform = platform;
        this.nd4j = nd4j;
        this.jre = jre;
    }

    /**
     * The same with ND4J, so that {@code engine = "nd4j"} runs: some 330 MB more, most of it one native library.
     *
     * @param libraries folder with ND4J's jars for the platform among any others, as {@code lib} beside {@code edge-dfa-host.jar}
     */
    public BoardImage withNd4j(Path libraries) {
        return new BoardImage(applicationJar, platform, libraries, jre);
    }

    /**
     * The same with Java, which the launcher takes unless {@code $JAVA_HOME} names another.
     *
     * @param runtime for the platform, Java 17 or newer, as jlink makes it: {@code --add-modules} {@link #javaModules}, and of
     *                another platform's {@code jmods}, which on Debian the package {@code openjdk-17-jdk-headless} of that
     *                architecture has, {@code --strip-java-debug-attributes} ({@code --strip-debug} calls this machine's objcopy)
     */
    public BoardImage withJre(Path runtime) {
        return new BoardImage(applicationJar, platform, nd4j, runtime);
    }

    /** Names of the modules that a runtime must have, comma-separated, as {@code jlink --add-modules} takes them. */
    public static String javaModules() {
        return String.join(",", JavaRuntime.MODULES);
    }

    /**
     * The version of the GNU C library that the native code and the Java in a folder need.
     *
     * @return as in {@code 2.27}, the highest that any ELF file asks for
     * @throws IOException in one line, when no file asks for one, or an ELF file is not whole
     */
    public static String glibc(Path folder) throws IOException {
        Version highest = null;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(BoardImage::isFile).toList()) {
                Version asked = ElfFile.read(file).flatMap(ElfFile::glibc).orElse(null);
                highest = highest == null || asked != null && asked.compareTo(highest) > 0 ? asked : highest;
            }
        }
        if (highest == null) {
            throw new IOException(folder + " holds no native code that needs the GNU C library; allowed: a board's image");
        }
        return highest.toString();
    }

    /** The options that Java is started with, in order, without the places of the native libraries. */
    public static List<String> javaOptions() {
        return Texts.lines(Texts.JAVA_OPTIONS);
    }

    /** Bytes of the files in an image; the archive of classes, which each machine makes for itself, does not count. */
    public static long bytes(Path folder) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(BoardImage::isFile).toList()) {
                sum += file.equals(folder.resolve(ARCHIVE)) ? 0 : Files.size(file);
            }
        }
        return sum;
    }

    private static boolean isFile(Path place) {
        return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes the image.
     *
     * @param folder is made; may be there if it is empty
     * @throws IOException in one line, when the folder is not empty, a jar is missing or holds no native code for the platform, or
     *                     the Java runtime cannot be used
     */
    public void write(Path folder) throws IOException {
        requireEmpty(folder);
        JavaRuntime runtime = jre == null ? null : JavaRuntime.checked(jre, platform);
        List<Jar> jars = read();
        SortedMap<String, byte[]> natives = natives(jars);
        Nd4jLibraries more = nd4j == null ? Nd4jLibraries.NONE : Nd4jLibraries.read(nd4j, platform, classes(jars));
        setClassPath(jars, more.jars());
        Set<String> reached = reached(jars, more.jars());
        Path lib = Files.createDirectories(folder.resolve("lib"));
        for (Jar jar : jars) {
            Jar some = jar.with(reached::contains);
            if (!some.classes().isEmpty()) {
                boolean ours = jar == jars.get(0);
                some.write(lib.resolve(ours ? APPLICATION : jar.name()), ours ? VARIABLES : DEBUG_TABLES);
            }
        }
        for (Jar jar : more.jars()) {
            jar.write(lib.resolve(jar.name()), DEBUG_TABLES);
        }
        Path nativeFolder = Files.createDirectories(lib.resolve("native"));
        for (Map.Entry<String, byte[]> library : natives.entrySet()) {
            Files.write(nativeFolder.resolve(library.getKey()), library.getValue());
        }
        more.writeNatives(nativeFolder);
        if (runtime != null) {
            runtime.copy(folder.resolve("jre"));
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

    /** The application first, then its libraries, as its class path names them. */
    private List<Jar> read() throws IOException {
        Jar application = jar(applicationJar);
        List<Jar> jars = new ArrayList<>(List.of(application));
        for (String place : application.classPath()) {
            Path named = applicationJar.resolveSibling(place);
            Path beside = applicationJar.resolveSibling(named.getFileName());
            jars.add(jar(Files.exists(named) ? named : beside));
        }
        if (jars.stream().anyMatch(jar -> jar.name().startsWith("nd4j"))) {
            throw new IOException(applicationJar + " was built with ND4J (mvn -Pnd4j); allowed: one built without, which an image can"
                    + " add it to");
        }
        return jars;
    }

    /** Tells the application where its libraries will be. */
    private static void setClassPath(List<Jar> jars, List<Jar> more) {
        jars.get(0).manifest().put(Attributes.Name.CLASS_PATH,
                Stream.concat(jars.stream().skip(1), more.stream()).map(Jar::name).collect(Collectors.joining(" ")));
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

    private static Map<String, byte[]> classes(List<Jar> jars) {
        Map<String, byte[]> classes = new HashMap<>();
        jars.forEach(jar -> classes.putAll(jar.classes()));
        return classes;
    }

    /**
     * What the main class reaches, what service files name, and all of a jar whose native code asks for classes by name.
     *
     * @param more jars that stay whole
     */
    private Set<String> reached(List<Jar> jars, List<Jar> more) {
        Collection<String> roots = new ArrayList<>();
        roots.add(jars.get(0).manifest().getValue(Attributes.Name.MAIN_CLASS).replace('.', '/'));
        for (Jar jar : jars) {
            roots.addAll(jar.providers());
            if (!jar.natives().isEmpty()) {
                roots.addAll(jar.classes().keySet());
            }
        }
        Map<String, byte[]> classes = classes(jars);
        classes.putAll(classes(more));
        more.forEach(jar -> roots.addAll(jar.classes().keySet()));
        return Reach.of(classes::get, roots, leftOut());
    }

    /** A line of the list means the class of that name and those inside of it, or with a slash at its end, a whole package. */
    private Predicate<String> leftOut() {
        List<String> lines = Texts.lines(Texts.LEFT_OUT).stream()
                .filter(line -> nd4j == null || !line.equals(Nd4jLibraries.ENGINE)).toList();
        return name -> lines.stream().anyMatch(line -> name.equals(line) || name.startsWith(line.endsWith("/") ? line : line + "$"));
    }
}
