package io.edgedfa.device.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.app.footprint.TrialBoard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of an image for this machine, started for real. */
class LauncherTest {
    private static final List<Integer> SMALL = List.of(784, 8, 10);

    @TempDir
    static Path place;

    @TempDir
    Path folder;

    private static Path image;
    private Path temporary;

    @BeforeAll
    static void write() throws IOException {
        // With a space, as nothing keeps people from doing.
        image = place.resolve("an image");
        Platform here = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch")).orElseThrow();
        new BoardImage(Product.pack(place), here).write(image);
    }

    @BeforeEach
    void makeTemporaryFolder() throws IOException {
        temporary = Files.createDirectory(folder.resolve("temporary"));
    }

    /** Exit code and output of a call. */
    private record Ended(int code, String output) {}

    private Ended call(Path launcher, Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("ORT_DISABLE_TELEMETRY", "MALLOC_ARENA_MAX"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("EDGE_DFA_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still runs");
        return new Ended(process.exitValue(), output);
    }

    private Ended call(String... arguments) throws IOException, InterruptedException {
        return call(image.resolve(BoardImage.LAUNCHER), Map.of(), arguments);
    }

    private static List<Path> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)).toList();
        }
    }

    /** A java that only says how it was called. */
    private String fakeJava() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("fake/bin"));
        Path java = Files.writeString(bin.resolve("java"), """
                #!/bin/sh
                for argument in "$@"; do echo "$argument"; done
                echo "ORT_DISABLE_TELEMETRY=$ORT_DISABLE_TELEMETRY MALLOC_ARENA_MAX=$MALLOC_ARENA_MAX"
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin.getParent().toString();
    }

    @Test
    void shouldSayItsVersionWhenCalledThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("edge"), image.resolve(BoardImage.LAUNCHER));
        try {
            assertEquals(new Ended(0, "EdgeDFA 1.2.3\n"), call(link, Map.of(), "--version"));
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void shouldCheckABoardAndUnpackNothing() throws Exception {
        TrialBoard board = new TrialBoard(folder.resolve("a board"), SMALL, 0);
        Ended ended = call("check", "--config", board.configuration().toString());
        assertEquals(0, ended.code, ended.output);
        assertTrue(ended.output.contains("784-8-10"), ended.output);
        assertEquals(List.of(), content(temporary));
    }

    @Test
    void shouldLearnAndUnpackNothing() throws Exception {
        TrialBoard board = new TrialBoard(folder.resolve("board"), SMALL, 40);
        Ended ended = call("run", "--config", board.configuration().toString());
        assertEquals(0, ended.code, ended.output);
        assertTrue(ended.output.contains("\nready") && ended.output.contains("stopped after 40 samples"), ended.output);
        assertTrue(Files.exists(folder.resolve("board/learned.onnx")));
        assertEquals(List.of(), content(temporary));
    }

    @Test
    void shouldWriteJsonWithoutTheClassesForTrees() throws Exception {
        new TrialBoard(folder.resolve("board"), SMALL, 0);
        Path json = folder.resolve("result.json");
        Ended ended = call("evaluate", "--model", folder.resolve("board/model.onnx").toString(), "--json", json.toString());
        assertEquals(0, ended.code, ended.output);
        assertTrue(Files.readString(json).contains("\"samples\": 10000"));
    }

    @Test
    void shouldGiveJavaTheShippedOptionsAndTheEngineersAfterThem() throws Exception {
        Ended ended = call(image.resolve(BoardImage.LAUNCHER),
                Map.of("JAVA_HOME", fakeJava(), "EDGE_DFA_JAVA_OPTIONS", "-Xmn8m -Da=b"), "run", "--config", "a b.toml");
        String lib = image.toRealPath().resolve("lib").toString();
        assertEquals(List.of("@" + lib + "/java-options", "-Xshare:auto", "-Djava.library.path=" + lib + "/native", 
                "-Donnxruntime.native.path=" + lib + "/native", "-Dorg.sqlite.lib.path=" + lib + "/native", "-Djna.boot.library.path=" + lib + "/native", "-Djna.nounpack=true",
                "-Xmn8m", "-Da=b", "-jar", lib + "/edge-dfa-device.jar", "run", "--config", "a b.toml",
                "ORT_DISABLE_TELEMETRY=1 MALLOC_ARENA_MAX=1"), ended.output.lines().toList());
    }

    @Test
    void shouldTakeTheJavaOfTheImageUnlessToldAnother() throws Exception {
        Path own = image.resolve("jre/bin");
        try {
            Files.createDirectories(own);
            Files.copy(Path.of(fakeJava()).resolve("bin/java"), own.resolve("java"));
            Ended ended = call(image.resolve(BoardImage.LAUNCHER), Map.of("JAVA_HOME", ""), "--version");
            assertTrue(ended.output.startsWith("@"), ended.output);
            assertEquals(new Ended(0, "EdgeDFA 1.2.3\n"), call("--version"));
        } finally {
            Files.deleteIfExists(own.resolve("java"));
            Files.delete(own);
            Files.delete(own.getParent());
        }
    }

    @Test
    void shouldShipOneOptionALineEachAfterItsReason() throws IOException {
        List<String> lines = Files.readAllLines(image.resolve("lib/java-options"));
        assertEquals(BoardImage.javaOptions(), lines.stream().filter(line -> line.startsWith("-")).toList());
        assertTrue(BoardImage.javaOptions().contains("-XX:+UseSerialGC"));
        for (int i = 0; i < lines.size(); i++) {
            boolean first = lines.get(i).startsWith("-") && !lines.get(i - 1).startsWith("-");
            assertTrue(!first || lines.get(i - 1).startsWith("#"), lines.get(i) + " has no reason");
        }
    }

    @Test
    void shouldSayInOneLineThatThereIsNoJava() throws Exception {
        Ended ended = call(image.resolve(BoardImage.LAUNCHER), Map.of("JAVA_HOME", "/nowhere"), "--version");
        assertEquals(new Ended(127, "edge-dfa-device: there is no /nowhere/bin/java; allowed: Java 17 or newer in $JAVA_HOME or on the"
                + " PATH\n"), ended);
    }

    @Test
    void shouldStartWithAnArchiveOfClassesAndWithABrokenOne() throws Exception {
        Path archive = image.resolve(BoardImage.ARCHIVE);
        try {
            Ended made = call("--archive");
            assertEquals(0, made.code, made.output);
            assertFalse(made.output.contains("[warning]"), made.output);
            assertTrue(Files.size(archive) > 1_000_000);
            assertEquals(List.of(), content(temporary));
            assertEquals(new Ended(0, "EdgeDFA 1.2.3\n"), call("--version"));
            Files.delete(archive);
            Files.writeString(archive, "not an archive");
            assertEquals(new Ended(0, "EdgeDFA 1.2.3\n"), call("--version"));
        } finally {
            Files.deleteIfExists(archive);
        }
    }
}
