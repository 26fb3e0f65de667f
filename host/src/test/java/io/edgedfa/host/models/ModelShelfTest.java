package io.edgedfa.host.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.update.Manifest;
import io.edgedfa.device.update.ModelSlots;
import io.edgedfa.device.update.SignedManifest;
import io.edgedfa.device.update.TrustedKeys;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.host.models.ModelShelf.Offer;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelException;
import io.edgedfa.onnx.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelShelfTest {
    private static final Path SHIPPED = Path.of("..", "models", "digits-fc2-128.onnx");
    private static final Offer AS_IT_IS = new Offer(null, 0, 1_000, 2_000, List.of());

    @TempDir
    Path folder;

    private ModelShelf shelf;
    private SigningKey key;

    @BeforeEach
    void open() throws IOException {
        shelf = new ModelShelf(folder.resolve("shelf"));
        SigningKey.create(folder.resolve("keys"), "models");
        key = SigningKey.read(folder.resolve("keys/models.key"));
    }

    @Test
    void shouldOfferAModelThatBoardsTrust() throws Exception {
        Manifest added = shelf.add(SHIPPED, AS_IT_IS, key);
        SignedManifest signed = SignedManifest.parse(Files.readAllBytes(shelf.manifest(added.model(), added.version()).orElseThrow()));
        assertEquals(added, TrustedKeys.read(List.of(folder.resolve("keys/models.pub"))).verify(signed));
        Path file = shelf.file(added.model(), added.version()).orElseThrow();
        assertEquals(added.sha256(), ModelSlots.sha256(file));
        assertEquals(added.bytes(), Files.size(file));
        assertEquals(List.of(added), shelf.list());
        assertEquals(Optional.of(added), shelf.find(added.model(), added.version()));
    }

    @Test
    void shouldWriteNameAndVersionIntoTheModel() throws Exception {
        shelf.add(SHIPPED, new Offer("zeros", 7, 1_000, 2_000, List.of("linux-arm64")), key);
        Model model = ModelFile.read(shelf.file("zeros", 7).orElseThrow(), "", new OrtShapeProbe());
        Model shipped = ModelFile.read(SHIPPED, "", new OrtShapeProbe());
        assertEquals("zeros", model.id());
        assertEquals(7, model.version());
        shipped.parameters().values().forEach((name, values) -> assertArrayEquals(values, model.parameters().values().get(name), name));
    }

    @Test
    void shouldNeverChangeAVersion() throws Exception {
        Manifest first = shelf.add(SHIPPED, AS_IT_IS, key);
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> shelf.add(SHIPPED, new Offer(null, 0, 1_000, 3_000, List.of()), key));
        assertTrue(refusal.getMessage().contains("on the shelf already"), refusal.getMessage());
        assertEquals(List.of(first), shelf.list());
    }

    @Test
    void shouldNotHaveWhatWasNotSignedToTheEnd() throws Exception {
        Manifest added = shelf.add(SHIPPED, AS_IT_IS, key);
        Files.delete(shelf.manifest(added.model(), added.version()).orElseThrow());
        assertEquals(Optional.empty(), shelf.file(added.model(), added.version()));
        assertEquals(List.of(), shelf.list());
        assertEquals(added, shelf.add(SHIPPED, AS_IT_IS, key), "and it can be added again");
    }

    @Test
    void shouldListByNameAndVersionAndNothingElse() throws Exception {
        assertEquals(List.of(), shelf.list());
        for (long version : List.of(10, 9)) {
            shelf.add(SHIPPED, new Offer("b", version, 1, 2, List.of()), key);
        }
        shelf.add(SHIPPED, new Offer("a", 11, 1, 2, List.of()), key);
        Files.createDirectories(folder.resolve("shelf/c/1"));
        Files.writeString(folder.resolve("shelf/c/1/manifest"), "something else");
        assertEquals(List.of("a 11", "b 9", "b 10"), shelf.list().stream().map(one -> one.model() + " " + one.version()).toList());
    }

    @Test
    void shouldRefuseNamesThatWouldLeaveTheShelf() {
        for (String id : List.of("..", "../x", "a/b", "", ".hidden", "a\0b")) {
            assertThrows(IllegalArgumentException.class, () -> shelf.file(id, 1), id);
        }
    }

    @Test
    void shouldRefuseAFileThatIsNoModel() throws Exception {
        Path file = Files.writeString(folder.resolve("no.onnx"), "no model");
        assertThrows(ModelException.class, () -> shelf.add(file, AS_IT_IS, key));
    }

    @Test
    void shouldKeepPrivateKeysPrivate() throws Exception {
        Path secret = folder.resolve("keys/models.key");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> SigningKey.read(secret));
        assertTrue(refusal.getMessage().contains("can be read by others"), refusal.getMessage());
    }

    @Test
    void shouldJudgeAKeyThatALinkNamesByTheFileItself() throws Exception {
        Path secret = folder.resolve("keys/models.key");
        Path link = Files.createSymbolicLink(folder.resolve("models.key"), secret);
        Files.createSymbolicLink(folder.resolve("models.pub"), folder.resolve("keys/models.pub"));
        assertEquals(SigningKey.read(secret).id(), SigningKey.read(link).id());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw----r--"));
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> SigningKey.read(link));
        assertEquals(link + " can be read by others; allowed is mode 600 (chmod 600 " + link + ")", refusal.getMessage());
    }

    @Test
    void shouldNeverWriteOverAKey() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> SigningKey.create(folder.resolve("keys"), "models"));
        assertTrue(refusal.getMessage().contains("is there already"), refusal.getMessage());
    }

    @Test
    void shouldRefuseHalvesOfTwoKeys() throws Exception {
        SigningKey.create(folder.resolve("keys"), "other");
        Files.copy(folder.resolve("keys/other.pub"), folder.resolve("keys/models.pub"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> SigningKey.read(folder.resolve("keys/models.key")));
        assertTrue(refusal.getMessage().contains("are not of one key"), refusal.getMessage());
    }
}
