package io.edgedfa.device.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * ND4J as an image takes it from a folder of jars: those with a class that the engine on ND4J {@linkplain Reach reaches}, or that a
 * service file of such a jar names, and the native code for one platform. Whoever made the folder may have put any other jars there.
 *
 * @param jars   whole but for native code, sorted by name: ND4J finds many of its classes by looking through them
 * @param places jars of the folder that hold native code for the platform
 */
record Nd4jLibraries(Platform platform, List<Jar> jars, List<Path> places) {
    static final Nd4jLibraries NONE = new Nd4jLibraries(null, List.of(), List.of());

    /** The class of ours from which everything else is reached. */
    static final String ENGINE = "io/edgedfa/engine/nd4j/Nd4jEngine";

    /**
     * Classes whose constants lead to libraries that the engine does without: one shows the machine's hardware, the other lists
     * classes that a JSON text must never name.
     */
    private static final Set<String> NOT_FOLLOWED =
            Set.of("org/nd4j/systeminfo/SystemInfo", "org/nd4j/shade/jackson/databind/jsontype/impl/SubTypeValidator");
    /** Last of those that are loaded, and so the one whose place says where all are. */
    private static final String NATIVE = "libjnind4jcpu.so";
    /** The name under which one of them looks for the OpenBLAS that the others have under its own. */
    private static final String ALIAS = "libopenblas_nolapack.so.0";
    private static final String ALIASED = "libopenblas.so.0";

    /**
     * Reads them.
     *
     * @param folder  has them among its jars
     * @param classes of the program and the libraries that it has in any case: those are not looked for in the folder
     * @throws IOException in one line, when there is no ND4J for the platform or a jar cannot be read
     */
    static Nd4jLibraries read(Path folder, Platform platform, Map<String, byte[]> classes) throws IOException {
        try (JarFolder content = new JarFolder(folder)) {
            List<Jar> jars = new ArrayList<>();
            List<Path> places = new ArrayList<>();
            Set<JarFile> needed = needed(content, classes);
            boolean complete = false;
            for (JarFile file : content.files()) {
                Path place = Path.of(file.getName());
                if (needed.contains(file)) {
                    jars.add(Jar.read(place, platform));
                }
                if (file.stream().anyMatch(entry -> platform.ownsNd4j(entry.getName()))) {
                    places.add(place);
                    complete |= file.stream().anyMatch(entry -> entry.getName().endsWith("/" + platform.label() + "/" + NATIVE));
                }
            }
            if (!complete || !content.holds("org/nd4j/linalg/factory/Nd4j")) {
                throw new IOException(folder + " has no ND4J for " + platform.label() + "; needed: nd4j-native with its dependencies and"
                        + " the jars of classifier " + platform.label() + ", as in the lib folder beside edge-dfa-host.jar");
            }
            return new Nd4jLibraries(platform, jars, places);
        } catch (UncheckedIOException e) {
            throw new IOException(folder + " has a jar that cannot be read: " + e.getCause().getMessage(), e);
        }
    }

    /** Each jar that turns out to be needed brings the roots that its service files name, so it takes some rounds. */
    private static Set<JarFile> needed(JarFolder folder, Map<String, byte[]> classes) {
        Set<JarFile> needed = new HashSet<>();
        Set<String> reached = new HashSet<>();
        Collection<String> roots = Set.of(ENGINE);
        while (!roots.isEmpty()) {
            Set<String> more = Reach.of(name -> classes.containsKey(name) ? classes.get(name) : folder.content(name), roots,
                    name -> NOT_FOLLOWED.contains(name) || reached.contains(name));
            reached.addAll(more);
            roots = new TreeSet<>();
            for (String name : more) {
                JarFile holder = classes.containsKey(name) ? null : folder.holder(name);
                if (holder != null && needed.add(holder)) {
                    roots.addAll(Jar.providers(holder));
                }
            }
        }
        return needed;
    }

    /** Writes the native code, hundreds of megabytes, as plain files into a folder. */
    void writeNatives(Path folder) throws IOException {
        for (Path place : places) {
            try (JarFile file = new JarFile(place.toFile(), false)) {
                for (ZipEntry entry : file.stream().filter(entry -> platform.ownsNd4j(entry.getName())).toList()) {
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, folder.resolve(entry.getName().substring(entry.getName().lastIndexOf('/') + 1)));
                    }
                }
            }
        }
        if (!places.isEmpty()) {
            Files.createSymbolicLink(folder.resolve(ALIAS), Path.of(ALIASED));
        }
    }
}
