package io.edgedfa.device.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.app.footprint.TrialBoard;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image with ND4J, made from all the jars of these tests, few of which it needs. */
class Nd4jImageTest {
    private static final List<String> JARS = List.of("commons-io", "commons-lang3", "commons-math3", "flatbuffers-java", "guava", "jackson",
            "javacpp", "nd4j-api", "nd4j-common", "nd4j-native", "nd4j-native-api", "nd4j-native-preset", "nd4j-presets-common", "openblas",
            "slf4j-api");

    @TempDir
    static Path place;

    @TempDir
    Path folder;

    private static final Platform HERE = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch")).orElseThrow();
    private static Path libraries;
    private static Path program;
    private static Path image;

    @BeforeAll
    static void write() throws IOException {
        libraries = Files.createDirectory(place.resolve("libraries"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry).toAbsolutePath();
            Path link = libraries.resolve(jar.getFileName());
            if (entry.endsWith(".jar") && !Files.exists(link)) {
                Files.createSymbolicLink(link, jar);
            }
        }
        program = Product.pack(place.resolve("product"));
        image = place.resolve("an image");
        new BoardImage(program, HERE).withNd4j(libraries).write(image);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> withoutVersions(Stream<String> jars) {
        return jars.map(name -> name.replaceFirst("-\\d.*", "")).sorted().toList();
    }

    @Test
    void shouldAddTheJarsThatTheEngineNeedsAndNoOthers() throws IOException {
        Path plain = folder.resolve("plain");
        new BoardImage(program, HERE).write(plain);
        List<String> without = names(plain.resolve("lib"));
        assertEquals(JARS, withoutVersions(names(image.resolve("lib")).stream().filter(name -> !without.contains(name))));
        assertTrue(names(libraries).stream().anyMatch(name -> name.startsWith("netty")), "else this would show little");
    }

    @Test
    void shouldHaveNativeCodeAsPlainFilesOnly() throws IOException {
        List<String> natives = names(image.resolve("lib/native"));
        assertTrue(natives.containsAll(List.of("libjnijavacpp.so", "libjnind4jcpu.so", "libjniopenblas.so", "libjniopenblas_nolapack.so",
                "libnd4jcpu.so", "libonnxruntime.so", "libopenblas.so.0", "libopenblas_nolapack.so.0")), natives::toString);
        for (String jar : names(image.resolve("lib")).stream().filter(name -> name.endsWith(".jar")).toList()) {
            Jar content = Jar.read(image.resolve("lib").resolve(jar), HERE);
            assertEquals(List.of(), content.others().keySet().stream().filter(HERE::ownsNd4j).toList(), jar);
        }
    }

    @Test
    void shouldFindNd4jOfAnotherPlatform() throws IOException {
        Nd4jLibraries other = Nd4jLibraries.read(libraries, Platform.LINUX_ARM64, Map.of());
        assertEquals(List.of("javacpp", "nd4j-native", "openblas"),
                withoutVersions(other.places().stream().map(file -> file.getFileName().toString())));
        assertTrue(other.places().stream().allMatch(file -> file.toString().endsWith("-linux-arm64.jar")), other.places()::toString);
    }

    @Test
    void shouldNeedNoNewerCLibraryThanWithoutIt() throws IOException {
        assertEquals("2.27", BoardImage.glibc(image));
    }

    @Test
    void shouldNeedNoMoreModules() throws IOException {
        assertEquals(List.of(), JavaRuntimeTest.missing(image.resolve("lib")));
    }

    @Test
    void shouldLearnOnNd4jAndUnpackNothing() throws Exception {
        TrialBoard board = new TrialBoard(folder.resolve("board"), List.of(784, 8, 10), 40);
        Files.writeString(board.configuration(), Files.readString(board.configuration()).replace("engine = \"ort\"", "engine = \"nd4j\""));
        Path home = Files.createDirectory(folder.resolve("home"));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        List<String> before = names(image.resolve("lib/native"));
        ProcessBuilder builder = new ProcessBuilder(image.resolve(BoardImage.LAUNCHER).toString(), "run", "--config",
                board.configuration().toString()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("EDGE_DFA_JAVA_OPTIONS", "-Duser.home=" + home + " -Djava.io.tmpdir=" + temporary);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still runs");
        assertEquals(0, process.exitValue(), output);
        assertTrue(output.contains("stopped after 40 samples"), output);
        assertEquals(List.of(), names(home));
        assertEquals(List.of(), names(temporary));
        assertEquals(before, names(image.resolve("lib/native")));
    }

    @Test
    void shouldRefuseAFolderWithoutNd4j() throws IOException {
        Path lib = program.resolveSibling("lib");
        BoardImage none = new BoardImage(program, HERE).withNd4j(lib);
        assertEquals(lib + " has no ND4J for " + HERE.label() + "; needed: nd4j-native with its dependencies and the jars of classifier "
                        + HERE.label() + ", as in the lib folder beside edge-dfa-host.jar",
                assertThrows(IOException.class, () -> none.write(folder.resolve("image"))).getMessage());
    }

    @Test
    void shouldRefuseWhatIsNoFolderOfJars() throws IOException {
        Path missing = folder.resolve("missing");
        BoardImage none = new BoardImage(program, HERE).withNd4j(missing);
        assertEquals(missing + " is not a folder; allowed: one with jars",
                assertThrows(IOException.class, () -> none.write(folder.resolve("image"))).getMessage());
        Path broken = Files.writeString(folder.resolve("broken.jar"), "not a jar");
        BoardImage second = new BoardImage(program, HERE).withNd4j(folder);
        String refusal = assertThrows(IOException.class, () -> second.write(folder.resolve("image"))).getMessage();
        assertTrue(refusal.startsWith(broken + " cannot be read as a jar: "), refusal);
    }
}
