package io.edgedfa.device.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final String SHA256 = "abababababababababababababababababababababababababababababababab";
    private static final Manifest MANIFEST = new Manifest("digits", 3, SHA256, 1_234, 1_000, 2_000, List.of("linux-arm64"));
    private static final String JSON = "{\"model\":\"digits\",\"version\":3,\"sha256\":\"" + SHA256
            + "\",\"bytes\":1234,\"created\":1000,\"expires\":2000,\"targets\":[\"linux-arm64\"]}";

    @Test
    void shouldWriteTheBytesThatAreSigned() {
        assertEquals(JSON, new String(MANIFEST.json(), StandardCharsets.UTF_8));
        assertEquals(MANIFEST, Manifest.parse(MANIFEST.json()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "[]", "{}", "null", JSON + "x", JSON + JSON,
        "{\"model\":\"digits\",\"version\":3}"})
    void shouldRefuseWhatIsNoWholeManifest(String json) {
        assertThrows(IllegalArgumentException.class, () -> Manifest.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"model\":\"digits\"=\"model\":\"../digits\"", "\"model\":\"digits\"=\"model\":\".digits\"", "\"model\":\"digits\"=\"model\":\"\"",
        "\"version\":3=\"version\":0", "\"version\":3=\"version\":3.5", "\"version\":3=\"version\":null", "\"bytes\":1234=\"bytes\":0",
        "\"bytes\":1234=\"bytes\":1073741825", "\"expires\":2000=\"expires\":1000", "\"created\":1000=\"created\":-1",
        "\"sha256\":\"ab=\"sha256\":\"AB", "linux-arm64=linux arm64", "\"version\":3=\"version\":3,\"version\":4",
        "\"version\":3=\"version\":3,\"only-if\":\"x\""})
    void shouldRefuseAFieldThatIsNotAllowed(String change) {
        String[] sides = change.split("=");
        String changed = JSON.replace(sides[0], sides[1]);
        assertTrue(!changed.equals(JSON), "the case changes nothing");
        assertThrows(IllegalArgumentException.class, () -> Manifest.parse(changed.getBytes(StandardCharsets.UTF_8)));
    }

    @Property(tries = 500)
    void shouldRefuseAnyOtherBytesInOneWay(@ForAll @Size(max = 200) byte[] bytes) {
        assertThrows(IllegalArgumentException.class, () -> Manifest.parse(bytes));
        assertThrows(UpdateRefusedException.class, () -> SignedManifest.parse(bytes));
    }

    @Test
    void shouldTakeWhatATrustedKeySigned(@TempDir Path folder) throws Exception {
        SigningKey old = new SigningKey();
        SigningKey fresh = new SigningKey();
        TrustedKeys both = TrustedKeys.read(List.of(old.write(folder.resolve("old.pem")), fresh.write(folder.resolve("fresh.pem"))));
        assertEquals(MANIFEST, both.verify(SignedManifest.parse(old.sign(MANIFEST).json())));
        assertEquals(MANIFEST, both.verify(SignedManifest.parse(fresh.sign(MANIFEST).json())));
        TrustedKeys freshOnly = TrustedKeys.read(List.of(folder.resolve("fresh.pem")));
        assertThrows(UpdateRefusedException.class, () -> freshOnly.verify(old.sign(MANIFEST)));
    }

    @Test
    void shouldRefuseAManifestWithASingleBitChanged(@TempDir Path folder) throws Exception {
        SigningKey key = new SigningKey();
        TrustedKeys trusted = TrustedKeys.read(List.of(key.write(folder.resolve("key.pem"))));
        SignedManifest signed = key.sign(MANIFEST);
        for (int bit = 0; bit < 8 * signed.manifest().length; bit++) {
            byte[] altered = signed.manifest().clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(UpdateRefusedException.class, () -> trusted.verify(new SignedManifest(altered, signed.key(), signed.signature())));
        }
        for (int bit = 0; bit < 8 * signed.signature().length; bit++) {
            byte[] altered = signed.signature().clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(UpdateRefusedException.class, () -> trusted.verify(new SignedManifest(signed.manifest(), signed.key(), altered)));
        }
    }

    @Test
    void shouldRefuseASignatureUnderAnotherKeysName(@TempDir Path folder) throws Exception {
        SigningKey trusted = new SigningKey();
        SignedManifest foreign = new SigningKey().sign(MANIFEST);
        TrustedKeys keys = TrustedKeys.read(List.of(trusted.write(folder.resolve("key.pem"))));
        assertThrows(UpdateRefusedException.class,
                () -> keys.verify(new SignedManifest(foreign.manifest(), trusted.id(), foreign.signature())));
        assertThrows(UpdateRefusedException.class, () -> keys.verify(new SignedManifest(foreign.manifest(), trusted.id(), new byte[3])));
    }

    @Test
    void shouldNameAFileThatIsNoKey(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key.pem"), "no key");
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> TrustedKeys.read(List.of(file)));
        assertEquals(file + " is no public Ed25519 key in PEM form", refusal.getMessage());
    }
}
