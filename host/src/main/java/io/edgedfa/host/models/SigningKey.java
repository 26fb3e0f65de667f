package io.edgedfa.host.models;

import io.edgedfa.device.telemetry.tls.Pem;
import io.edgedfa.device.update.Manifest;
import io.edgedfa.device.update.SignedManifest;
import io.edgedfa.device.update.TrustedKeys;
import io.edgedfa.device.update.UpdateRefusedException;
import io.edgedfa.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** An Ed25519 key that signs manifests: {@code NAME.key} (PKCS #8, for its owner alone) and {@code NAME.pub}, both in PEM form. */
public final class SigningKey {
    private static final Manifest PROBE = new Manifest("probe", 1, "0".repeat(64), 1, 0, 1, List.of());

    private final String id;
    private final PrivateKey key;

    private SigningKey(String id, PrivateKey key) {
        this.id = id;
        this.key = key;
    }

    /**
     * Makes a key.
     *
     * @param name 1 to 64 letters, digits, {@code . _ -}
     * @return its id
     * @throws IllegalArgumentException if there is one of this name
     */
    public static String create(Path folder, String name) throws IOException {
        Path secret = folder.resolve(Manifest.requireModel(name) + ".key");
        Path open = folder.resolve(name + ".pub");
        if (Files.exists(secret) || Files.exists(open)) {
            throw new IllegalArgumentException(secret + " is there already; allowed is a new name");
        }
        try {
            KeyPair pair = KeyPairGenerator.getInstance(TrustedKeys.ALGORITHM).generateKeyPair();
            WholeFile.writePrivate(secret, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            WholeFile.write(open, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            return TrustedKeys.id(pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Java 15 and newer have Ed25519", e);
        }
    }

    private static byte[] pem(String kind, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
        return ("-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** @throws IllegalArgumentException naming the file that is missing, no such key, or readable by others */
    public static SigningKey read(Path secret) throws IOException {
        if (!Files.isRegularFile(secret)) {
            throw new IllegalArgumentException(secret + " does not exist; allowed is a key made by the command keys");
        }
        if (Pem.openToOthers(secret)) {
            throw new IllegalArgumentException(secret + " can be read by others; allowed is mode 600 (chmod 600 " + secret + ")");
        }
        Path open = secret.resolveSibling(secret.getFileName().toString().replaceFirst("\\.key$", "") + ".pub");
        TrustedKeys own = TrustedKeys.read(List.of(open));
        try {
            String base64 = Files.readString(secret).replaceAll("-----[A-Z ]+-----|\\s", "");
            SigningKey key = new SigningKey(own.ids().iterator().next(), KeyFactory.getInstance(TrustedKeys.ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64))));
            own.verify(key.sign(PROBE));
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(secret + " is no private Ed25519 key in PEM form", e);
        } catch (UpdateRefusedException e) {
            throw new IllegalArgumentException(secret + " and " + open + " are not of one key", e);
        }
    }

    /** Names the key, see {@link TrustedKeys#id}. */
    public String id() {
        return id;
    }

    public SignedManifest sign(Manifest manifest) {
        try {
            Signature signature = Signature.getInstance(TrustedKeys.ALGORITHM);
            signature.initSign(key);
            byte[] bytes = manifest.json();
            signature.update(bytes);
            return new SignedManifest(bytes, id, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key cannot sign: " + e.getMessage(), e);
        }
    }
}
