package io.edgedfa.device.telemetry.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void shouldSpeakOnlyTls12And13WhenKeyAndCertificateAreThere(String algorithm) throws Exception {
        TlsFiles files = PemFiles.write(folder, "own", algorithm);
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), List.of(files.context().getDefaultSSLParameters().getProtocols()));
        assertEquals(algorithm, Pem.privateKey(files.key()).getAlgorithm());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void shouldRefuseWhenTheKeyIsOpenToOthers(String mode) throws Exception {
        TlsFiles files = PemFiles.write(folder, "own", "EC");
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString(mode));
        assertEquals(files.key() + " is open to others than its owner; allowed is mode 600 (chmod 600 " + files.key() + ")", refusal(files));
    }

    @Test
    void shouldNameTheFileWhenItIsNotWhatItShouldBe() throws Exception {
        TlsFiles good = PemFiles.write(folder, "own", "EC");
        Path none = folder.resolve("none");
        Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
        Path garbage = Files.writeString(folder.resolve("garbage"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        for (Path wrong : List.of(none, large, garbage)) {
            assertTrue(refusal(new TlsFiles(wrong, null, null)).startsWith(wrong + " "), refusal(new TlsFiles(wrong, null, null)));
            assertTrue(refusal(new TlsFiles(good.ca(), wrong, good.key())).startsWith(wrong + " "));
        }
        Path noKey = Files.copy(good.certificate(), folder.resolve("no-key"));
        Files.setPosixFilePermissions(noKey, PosixFilePermissions.fromString("rw-------"));
        assertEquals(noKey + " has no private key; allowed is a key in PKCS#8 PEM, elliptic curve or RSA, without passphrase",
                refusal(new TlsFiles(good.ca(), good.certificate(), noKey)));
        TlsFiles another = PemFiles.write(folder, "another", "Ed25519");
        assertTrue(refusal(another).startsWith(another.key() + " has a private key of another kind"), refusal(another));
        assertFalse(refusal(another).contains("\n"));
    }

    @Test
    void shouldReadTheFilesAgainWhenTheyWereRenewed() throws Exception {
        TlsFiles files = PemFiles.write(folder, "own", "EC");
        files.context();
        Files.delete(files.key());
        assertThrows(IOException.class, files::context);
        PemFiles.write(Files.createDirectories(folder.resolve("new")), "own", "EC");
        Files.copy(folder.resolve("new/own.key"), files.key(), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        files.context();
    }

    @Test
    void shouldRefuseWhenThereIsACertificateWithoutAKey() {
        assertThrows(IllegalArgumentException.class, () -> new TlsFiles(null, folder.resolve("own.crt"), null));
        assertThrows(IllegalArgumentException.class, () -> new TlsFiles(null, null, folder.resolve("own.key")));
    }

    private static String refusal(TlsFiles files) {
        return assertThrows(IOException.class, files::context).getMessage();
    }
}
