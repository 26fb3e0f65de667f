package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.device.update.Manifest;
import io.edgedfa.device.update.ModelFetch;
import io.edgedfa.device.update.ModelSlots;
import io.edgedfa.device.update.TrustedKeys;
import io.edgedfa.device.update.UpdateRefusedException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a board fetches, fetched by the board's own code. */
class ModelFilesTest {
    @TempDir
    Path folder;

    private Rig rig;
    private ModelFetch board;
    private Manifest offered;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(folder);
        offered = rig.model(folder.resolve("keys"), "digits", 2);
        board = new ModelFetch(URI.create(rig.uri("/").replaceFirst("/$", "")), () -> null, null);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void shouldHandOutWhatBoardsTrust() throws Exception {
        assertEquals(offered, TrustedKeys.read(List.of(folder.resolve("keys/k.pub"))).verify(board.manifest("digits", 2)));
        Path part = folder.resolve("part");
        board.file(offered, part, () -> false);
        assertEquals(offered.sha256(), ModelSlots.sha256(part));
    }

    @Test
    void shouldGoOnWhereABoardWasCutOff() throws Exception {
        Path whole = folder.resolve("whole");
        board.file(offered, whole, () -> false);
        byte[] bytes = Files.readAllBytes(whole);
        for (int had : new int[] {1, 100_003, bytes.length - 1}) {
            byte[] marked = Arrays.copyOf(bytes, had);
            marked[0] ^= 1; // would be put right if the file came from its beginning
            Path part = Files.write(folder.resolve("part-" + had), marked);
            board.file(offered, part, () -> false);
            byte[] got = Files.readAllBytes(part);
            got[0] ^= 1;
            assertEquals(-1, Arrays.mismatch(bytes, got), "after " + had + " bytes");
        }
    }

    @Test
    void shouldHaveNothingElse() throws Exception {
        for (String path : List.of("/models/digits/3/file", "/models/digits/2/model.onnx", "/models/digits/two/file", "/models/..%2fkeys/2/file",
                "/models/%2e%2e/keys/file", "/models/digits/02/manifest", "/models/digits/2/manifest/..%2f..%2f..%2fkeys%2fk.key")) {
            HttpResponse<String> answer = rig.get(path);
            assertFalse(answer.statusCode() == 200, path + ": " + answer.body());
            assertFalse(answer.body().contains("PRIVATE"), path);
        }
        assertThrows(UpdateRefusedException.class, () -> board.manifest("digits", 3));
    }
}
