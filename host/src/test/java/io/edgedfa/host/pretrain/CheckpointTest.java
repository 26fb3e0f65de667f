package io.edgedfa.host.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final PretrainSettings SETTINGS = PretrainFixture.settings("fc1-4", 0.1, 1e-3, 3, 1);
    private static final List<PretrainScore> SCORES = List.of(new PretrainScore(1, 1 / 3.0, Math.PI, 1e-17, 0.5, 0.25, 0.125));

    @TempDir
    Path folder;

    private Path file;
    private final Map<String, float[]> tensors = new LinkedHashMap<>(Map.of("one", new float[] {1.5f, -0.0f, Float.MIN_VALUE}));

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("run.checkpoint");
        tensors.put("größer", new float[] {3});
        new Checkpoint(SETTINGS, "ab", SCORES, tensors).write(file);
    }

    @Test
    void shouldReadBackEveryBit() throws IOException {
        Checkpoint found = Checkpoint.find(file, SETTINGS, "ab").orElseThrow();
        assertEquals(SETTINGS, found.settings());
        assertEquals(SCORES, found.scores());
        assertEquals(List.copyOf(tensors.keySet()), List.copyOf(found.tensors().keySet()));
        tensors.forEach((name, values) -> assertArrayEquals(values, found.tensors().get(name), name));
    }

    @Test
    void shouldFindNothingWhereNothingIs() throws IOException {
        assertEquals(Optional.empty(), Checkpoint.find(folder.resolve("other"), SETTINGS, "ab"));
    }

    @Test
    void shouldNameTheSettingThatDiffers() {
        PretrainSettings other = PretrainFixture.settings("fc1-5", 0.1, 1e-3, 3, 1);
        assertEquals("output: " + file + " is of a run with other settings (net \"fc1-4\" instead of \"fc1-5\"); remove it to start anew",
                refusal(other, "ab"));
    }

    @Test
    void shouldRefuseOtherData() {
        assertEquals("output: " + file + " is of a run with other data (SHA-256 ab instead of cd); remove it to start anew",
                refusal(SETTINGS, "cd"));
    }

    @Test
    void shouldRefuseInOneLineWhenItIsCutAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            String message = refusal(SETTINGS, "ab");
            assertEquals("output: " + file + " is damaged; remove it to start anew", message, "length " + length);
        }
    }

    @Test
    void shouldRefuseWhenAnyByteIsAnother() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            String expected = i < 8 ? " is no checkpoint" : " is damaged";
            assertEquals("output: " + file + expected + "; remove it to start anew", refusal(SETTINGS, "ab"), "byte " + i);
        }
    }

    private String refusal(PretrainSettings settings, String sha256) {
        return assertThrows(IllegalArgumentException.class, () -> Checkpoint.find(file, settings, sha256)).getMessage();
    }
}
