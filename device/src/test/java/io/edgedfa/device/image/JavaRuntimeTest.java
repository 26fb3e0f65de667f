package io.edgedfa.device.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaRuntimeTest {
    private static final String MODULES = "java.base java.compiler java.datatransfer java.xml java.prefs java.desktop java.logging"
            + " java.management java.transaction.xa java.sql jdk.crypto.ec jdk.unsupported";

    @TempDir
    static Path product;

    @TempDir
    Path folder;

    private static Path jar;
    private final Platform here = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch")).orElseThrow();
    private Path runtime;

    @BeforeAll
    static void pack() throws IOException {
        jar = Product.pack(product);
    }

    /** This Java's launcher, and what else is looked at. */
    @BeforeEach
    void makeRuntime() throws IOException {
        runtime = folder.resolve("runtime");
        Files.createDirectories(runtime.resolve("bin"));
        Files.copy(Path.of(System.getProperty("java.home"), "bin/java"), runtime.resolve("bin/java"));
        Files.createDirectories(runtime.resolve("legal/java.base"));
        Files.writeString(runtime.resolve("legal/java.base/LICENSE"), "free");
        Files.createDirectories(runtime.resolve("legal/java.sql"));
        Files.createSymbolicLink(runtime.resolve("legal/java.sql/LICENSE"), Path.of("../java.base/LICENSE"));
        release("17.0.21.1", MODULES);
    }

    private void release(String version, String modules) throws IOException {
        Files.writeString(runtime.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nMODULES=\"" + modules + "\"\n");
    }

    private Path image() throws IOException {
        Path image = folder.resolve("image");
        new BoardImage(jar, here).withJre(runtime).write(image);
        return image;
    }

    private String refusal() {
        String refusal = assertThrows(IOException.class, this::image).getMessage();
        assertFalse(refusal.contains("\n"));
        assertFalse(Files.exists(folder.resolve("image")), "nothing is written");
        return refusal;
    }

    @Test
    void shouldCopyTheRuntimeWithPermissionsAndLinks() throws IOException {
        Files.setPosixFilePermissions(runtime.resolve("release"), PosixFilePermissions.fromString("r--r--r--"));
        Path copy = image().resolve("jre");
        assertTrue(Files.isExecutable(copy.resolve("bin/java")));
        assertEquals(Files.size(runtime.resolve("bin/java")), Files.size(copy.resolve("bin/java")));
        assertEquals("r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("release"))));
        assertEquals(Path.of("../java.base/LICENSE"), Files.readSymbolicLink(copy.resolve("legal/java.sql/LICENSE")));
    }

    @Test
    void shouldRefuseARuntimeForAnotherMachine() {
        Platform other = here == Platform.LINUX_ARM64 ? Platform.LINUX_X86_64 : Platform.LINUX_ARM64;
        BoardImage image = new BoardImage(jar, other).withJre(runtime);
        assertEquals(runtime + "/bin/java is not a program for " + other.label() + "; allowed: a Java runtime for " + other.label()
                + " as jlink makes it", assertThrows(IOException.class, () -> image.write(folder.resolve("image"))).getMessage());
    }

    @Test
    void shouldRefuseAFolderWithoutJava() throws IOException {
        Files.delete(runtime.resolve("bin/java"));
        assertEquals(runtime + "/bin/java is missing; allowed: a Java runtime for " + here.label() + " as jlink makes it", refusal());
    }

    @Test
    void shouldRefuseAnOldRuntime() throws IOException {
        release("11.0.2", MODULES);
        assertEquals(runtime + "/release: JAVA_VERSION is '11.0.2'; allowed: 17 or newer", refusal());
    }

    @Test
    void shouldRefuseAVersionThatIsNone() throws IOException {
        release("", MODULES);
        assertEquals(runtime + "/release: JAVA_VERSION is ''; allowed: 17 or newer", refusal());
        release("99999999999", MODULES);
        assertEquals(runtime + "/release: JAVA_VERSION is '99999999999'; allowed: 17 or newer", refusal());
    }

    @Test
    void shouldSayWhichModulesAreMissing() throws IOException {
        release("21", MODULES.replace(" jdk.crypto.ec", "").replace(" java.sql", ""));
        assertEquals(runtime + " lacks the modules [java.sql, jdk.crypto.ec]; needed: jlink --add-modules " + BoardImage.javaModules(),
                refusal());
    }

    @Test
    void shouldSayThatTheReleaseFileIsMissing() throws IOException {
        Files.delete(runtime.resolve("release"));
        assertEquals(runtime + "/release cannot be read; needed: the file that every Java runtime has, as jlink writes it", refusal());
    }

    @Test
    void shouldRefuseALinkThatLeadsOut() throws IOException {
        Path link = Files.createSymbolicLink(runtime.resolve("conf"), Path.of("../../etc"));
        assertEquals(link + " is a link to ../../etc, outside of the runtime; allowed: a Java runtime as jlink makes it", refusal());
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("/etc/java"));
        assertEquals(link + " is a link to /etc/java, outside of the runtime; allowed: a Java runtime as jlink makes it", refusal());
    }

    /** What jdeps finds in the classes of the image is among the modules asked for, or among those that they require. */
    @Test
    void shouldAskForTheModulesThatTheClassesUse() throws IOException {
        Path lib = image().resolve("lib");
        assertEquals(List.of(), missing(lib));
    }

    static List<String> missing(Path lib) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--ignore-missing-deps", "--multi-release", "base",
                "--print-module-deps", "--class-path", lib + "/*"));
        try (Stream<Path> jars = Files.list(lib)) {
            jars.map(Path::toString).filter(name -> name.endsWith(".jar")).forEach(arguments::add);
        }
        StringWriter out = new StringWriter();
        int code = ToolProvider.findFirst("jdeps").orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(System.err), arguments.toArray(String[]::new));
        assertEquals(0, code, out.toString());
        Set<String> used = new TreeSet<>(Arrays.asList(out.toString().strip().split(",")));
        assertTrue(used.contains("java.base"), out.toString());
        used.removeAll(List.of(MODULES.split(" ")));
        return List.copyOf(used);
    }
}
