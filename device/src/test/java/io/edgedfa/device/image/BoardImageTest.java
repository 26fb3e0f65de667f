package io.edgedfa.device.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoardImageTest {
    /** 25 MiB: 22.1 MB of it are the native libraries as their projects publish them. */
    private static final long MOST_BYTES = 25L << 20;

    @TempDir
    static Path product;

    @TempDir
    Path folder;

    private static Path jar;

    @BeforeAll
    static void pack() throws IOException {
        jar = Product.pack(product);
    }

    private Path image(Platform platform) throws IOException {
        Path image = folder.resolve("image");
        new BoardImage(jar, platform).write(image);
        return image;
    }

    private static SortedMap<String, byte[]> files(Path image) throws IOException {
        SortedMap<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(image)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(image.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return content;
    }

    private static List<String> entries(Path image) throws IOException {
        List<String> entries = new ArrayList<>();
        try (Stream<Path> jars = Files.list(image.resolve("lib"))) {
            for (Path one : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (JarFile zip = new JarFile(one.toFile())) {
                    zip.stream().forEach(entry -> entries.add(one.getFileName() + "!" + entry.getName()));
                }
            }
        }
        return entries;
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldNativeCodeOfThePlatformOnly(Platform platform) throws IOException {
        Path image = image(platform);
        List<String> programs = new ArrayList<>();
        files(image).forEach((name, content) -> {
            ByteBuffer header = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
            if (content.length > 20 && header.getInt(0) == 0x464C457F) { // 0x7F, E, L, F
                assertEquals(platform.machine(), header.getShort(18), name);
                programs.add(name);
            }
        });
        assertEquals(List.of("lib/native/libjnidispatch.so", "lib/native/libonnxruntime.so", "lib/native/libonnxruntime4j_jni.so",
                "lib/native/libsqlitejdbc.so"), programs);
        assertEquals(List.of(), entries(image).stream()
                .filter(name -> name.matches(".*\\.(so|dll|dylib|jnilib|a)|.*dSYM.*")).toList());
    }

    /** Asking for a class's constructors has Java verify it, which needs the classes that its code assigns to each other. */
    @Test
    void shouldHoldOnlyClassesThatJavaAccepts() throws Exception {
        Path lib = image(Platform.LINUX_ARM64).resolve("lib");
        List<URL> jars = new ArrayList<>();
        for (String name : lib.toFile().list((place, name) -> name.endsWith(".jar"))) {
            jars.add(lib.resolve(name).toUri().toURL());
        }
        List<String> refused = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            for (String entry : entries(lib.getParent())) {
                if (entry.endsWith(".class")) {
                    String name = entry.substring(entry.indexOf('!') + 1, entry.length() - ".class".length()).replace('/', '.');
                    try {
                        Class.forName(name, false, loader).getDeclaredConstructors();
                    } catch (LinkageError e) {
                        refused.add(name + ": " + e);
                    }
                }
            }
        }
        assertEquals(List.of(), refused);
    }

    @Test
    void shouldTakeNoMoreRoomThanPromised() throws IOException {
        long bytes = BoardImage.bytes(image(Platform.LINUX_ARM64));
        assertTrue(bytes <= MOST_BYTES, bytes + " bytes");
    }

    @Test
    void shouldNotCountTheArchiveOfClasses() throws IOException {
        Path image = image(Platform.LINUX_ARM64);
        long bytes = BoardImage.bytes(image);
        Files.write(image.resolve(BoardImage.ARCHIVE), new byte[1000]);
        assertEquals(bytes, BoardImage.bytes(image));
    }

    @Test
    void shouldGiveTheSameBytesFromTheSameJars() throws IOException {
        SortedMap<String, byte[]> once = files(image(Platform.LINUX_X86_64));
        Path again = folder.resolve("again");
        Files.createDirectory(again);
        new BoardImage(jar, Platform.LINUX_X86_64).write(again);
        SortedMap<String, byte[]> twice = files(again);
        assertEquals(once.keySet(), twice.keySet());
        once.forEach((name, content) -> assertArrayEquals(content, twice.get(name), name));
    }

    @Test
    void shouldGiveEveryEntryTheSameTime() throws IOException {
        Path program = image(Platform.LINUX_ARM64).resolve("lib/edge-dfa-device.jar");
        try (JarFile zip = new JarFile(program.toFile())) {
            assertEquals(List.of(LocalDateTime.of(1980, 2, 1, 0, 0)), zip.stream().map(ZipEntry::getTimeLocal).distinct().toList());
        }
    }

    @Test
    void shouldKeepLicencesAndServicesAndDropBuildDescriptions() throws IOException {
        List<String> entries = entries(image(Platform.LINUX_ARM64)).stream().map(name -> name.substring(name.indexOf('!') + 1)).toList();
        assertTrue(entries.containsAll(List.of("META-INF/LGPL2.1", "META-INF/AL2.0", "META-INF/LICENSE", "META-INF/LICENSE.txt",
                "ThirdPartyNotices.txt", "about.html", "META-INF/maven/org.xerial/sqlite-jdbc/LICENSE", "META-INF/services/java.sql.Driver",
                "META-INF/services/io.edgedfa.engine.EngineProvider")), entries::toString);
        assertEquals(List.of(), entries.stream().filter(name -> name.endsWith("pom.xml") || name.endsWith(".proto")).toList());
    }

    @Test
    void shouldFindLibrariesThatAreBesideTheProgram() throws IOException {
        Path flat = Files.createDirectory(folder.resolve("flat"));
        try (Stream<Path> libraries = Files.list(product.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                Files.copy(library, flat.resolve(library.getFileName()));
            }
        }
        Path image = folder.resolve("image");
        new BoardImage(Files.copy(jar, flat.resolve("program-0.1.jar")), Platform.LINUX_ARM64).write(image);
        assertTrue(Files.exists(image.resolve("lib/edge-dfa-device.jar")));
    }

    @Test
    void shouldRefuseAFolderThatIsNotEmpty() throws IOException {
        Files.createFile(folder.resolve("mine"));
        IOException refusal = assertThrows(IOException.class, () -> new BoardImage(jar, Platform.LINUX_ARM64).write(folder));
        assertEquals(folder + " is not empty; allowed: a new folder, or an empty one", refusal.getMessage());
        assertTrue(Files.exists(folder.resolve("mine")));
    }

    @Test
    void shouldSayWhichJarIsMissing() throws IOException {
        Path alone = Files.copy(jar, folder.resolve("alone.jar"));
        IOException refusal = assertThrows(IOException.class,
                () -> new BoardImage(alone, Platform.LINUX_ARM64).write(folder.resolve("image")));
        assertTrue(refusal.getMessage().matches(".*/onnxruntime-\\S+\\.jar is missing; allowed: .*"), refusal.getMessage());
    }

    @Test
    void shouldRefuseToMakeAnImageFromAnImage() throws IOException {
        Path image = image(Platform.LINUX_ARM64);
        BoardImage second = new BoardImage(image.resolve("lib/edge-dfa-device.jar"), Platform.LINUX_ARM64);
        IOException refusal = assertThrows(IOException.class, () -> second.write(folder.resolve("second")));
        assertTrue(refusal.getMessage().contains("hold, as native code for linux-arm64, []; needed: "), refusal.getMessage());
    }

    @Test
    void shouldKnowPlatforms() {
        assertEquals(Platform.LINUX_ARM64, Platform.of("Linux", "aarch64").orElseThrow());
        assertTrue(Platform.of("Mac OS X", "aarch64").isEmpty());
        assertEquals(Platform.LINUX_X86_64, Platform.named("linux-x86_64"));
        assertEquals("platform 'linux-arm' is unknown; allowed: linux-arm64, linux-x86_64",
                assertThrows(IllegalArgumentException.class, () -> Platform.named("linux-arm")).getMessage());
    }
}
