package io.edgedfa.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files of a real exporter: each is read or refused in one line; the process lives, within a small memory. */
class HostileFileTest {
    /** Of a few hundred kilobytes; what a board's process has. */
    private static final List<String> SMALL = List.of("-Xmx48m", "-XX:MaxDirectMemorySize=16m", "-XX:+UseSerialGC", "-Xss512k");
    private static final int PATIENCE_SECONDS = 240;

    @TempDir
    Path folder;

    /** The committed files, so that a seed means the same damage everywhere. */
    @BeforeEach
    void copyFiles() throws IOException {
        ExportedModels.copyCommitted(folder);
    }

    private String run(String name, String... damage) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(SMALL);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HostileFiles.class.getName(), folder.resolve(name + ".onnx").toString()));
        command.addAll(List.of(damage));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertTrue(ended, "still running, having said: " + said);
        assertEquals(0, process.exitValue(), said);
        assertFalse(said.contains("BAD"), said);
        return said.lines().reduce((first, second) -> second).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "lenet", "resnet", "mobilenet"})
    void shouldRefuseFilesThatAreCutAtEvery64thByte(String name) throws Exception {
        long cuts = (Files.size(folder.resolve(name + ".onnx")) + 63) / 64;
        assertEquals("read 0, refused " + cuts + ", bad 0", run(name, "cuts", "64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "lenet", "resnet", "mobilenet"})
    void shouldReadOrRefuseFilesWithAFlippedBit(String name) throws Exception {
        String said = run(name, "flips", "250", "4");
        assertTrue(said.matches("read \\d+, refused \\d+, bad 0"), said);
        assertFalse(said.startsWith("read 0,") || said.contains("refused 0,"), "damage that changes nothing: " + said);
    }
}
