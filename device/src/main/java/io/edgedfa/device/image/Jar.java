package io.edgedfa.device.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A jar in memory, without what no board needs: native code of other platforms, signatures of a content that changes here, and
 * descriptions of it for build tools.
 *
 * @param name     of its file
 * @param manifest main section only
 * @param classes  by name, with slashes
 * @param natives  of the platform, by file name
 * @param others   every other entry: licences, services, texts
 */
record Jar(String name, Attributes manifest, SortedMap<String, byte[]> classes, SortedMap<String, byte[]> natives,
        SortedMap<String, byte[]> others) {
    private static final String SERVICES = "META-INF/services/";
    private static final Pattern UNUSED = Pattern.compile("META-INF/MANIFEST\\.MF|META-INF/[^/]+\\.(SF|RSA|DSA|EC)"
            + "|META-INF/(versions|native-image|proguard)/.*|META-INF/maven/.*/pom\\.xml|(.*/)?module-info\\.class"
            + "|.*\\.proto|.*/(package|package-info)\\.html|ai/onnxruntime/native/.*|org/sqlite/native/.*"
            + "|.*\\.(so|dylib|jnilib|dll|a)");
    /** The earliest that a zip entry can say in every time zone. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    /** Reads a jar's classes, its native code for one platform, and its other entries. @throws IOException when it cannot be read */
    static Jar read(Path file, Platform platform) throws IOException {
        Jar jar = new Jar(file.getFileName().toString(), new Attributes(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        try (JarFile zip = new JarFile(file.toFile(), false)) {
            Manifest manifest = zip.getManifest();
            if (manifest != null) {
                jar.manifest.putAll(manifest.getMainAttributes());
            }
            zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> jar.add(zip, entry, platform));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return jar;
    }

    private void add(JarFile zip, ZipEntry entry, Platform platform) {
        String path = entry.getName();
        boolean unused = UNUSED.matcher(path).matches();
        if (platform.owns(path)) {
            natives.put(path.substring(path.lastIndexOf('/') + 1), content(zip, entry));
        } else if (!unused && path.endsWith(".class")) {
            classes.put(path.substring(0, path.length() - ".class".length()), content(zip, entry));
        } else if (!unused) {
            others.put(path, content(zip, entry));
        }
    }

    private static byte[] content(JarFile zip, ZipEntry entry) {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Class path of its manifest: places relative to it. */
    List<String> classPath() {
        String value = manifest.getValue(Attributes.Name.CLASS_PATH);
        return value == null || value.isBlank() ? List.of() : List.of(value.strip().split("\\s+"));
    }

    /** Names of the classes that its service files name, with slashes. */
    Collection<String> providers() {
        Collection<String> names = new TreeSet<>();
        others.forEach((path, content) -> {
            if (path.startsWith(SERVICES)) {
                new String(content, StandardCharsets.UTF_8).lines()
                        .map(line -> line.replaceFirst("#.*", "").strip().replace('.', '/'))
                        .filter(line -> !line.isEmpty()).forEach(names::add);
            }
        });
        return names;
    }

    /** As {@link #providers()}, of a jar that has not been read. */
    static Collection<String> providers(JarFile zip) {
        Jar services = new Jar(zip.getName(), new Attributes(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        zip.stream().filter(entry -> entry.getName().startsWith(SERVICES) && !entry.isDirectory())
                .forEach(entry -> services.others.put(entry.getName(), content(zip, entry)));
        return services.providers();
    }

    /** The same with only some of its classes, and no native code. */
    Jar with(Predicate<String> kept) {
        SortedMap<String, byte[]> some = new TreeMap<>(classes);
        some.keySet().removeIf(kept.negate());
        return new Jar(name, manifest, some, new TreeMap<>(), others);
    }

    /**
     * Writes classes and other entries, sorted, packed as small as can be, all of one time.
     *
     * @param without names of attributes that the classes lose
     */
    void write(Path file, Set<String> without) throws IOException {
        SortedMap<String, byte[]> entries = new TreeMap<>(others);
        classes.forEach((path, content) -> entries.put(path + ".class", new ClassFile(content).without(without)));
        Manifest written = new Manifest();
        written.getMainAttributes().putAll(manifest);
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            begin(zip, JarFile.MANIFEST_NAME);
            written.write(zip);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                begin(zip, entry.getKey());
                zip.write(entry.getValue());
            }
        }
    }

    private static void begin(ZipOutputStream zip, String path) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
    }
}
