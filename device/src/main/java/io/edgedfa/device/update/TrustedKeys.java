package io.edgedfa.device.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The Ed25519 keys whose signatures count. Several, so that a new one can be brought out before an old one is given up. */
public final class TrustedKeys {
    public static final String ALGORITHM = "Ed25519";
    private static final int MAX_FILE_BYTES = 8_192;
    private static final int ID_BYTES = 8;

    private final Map<String, PublicKey> keys = new HashMap<>();

    /** @throws IllegalArgumentException naming the file that is no public Ed25519 key in PEM form */
    public static TrustedKeys read(List<Path> files) {
        TrustedKeys trusted = new TrustedKeys();
        for (Path file : files) {
            PublicKey key = read(file);
            trusted.keys.put(id(key), key);
        }
        return trusted;
    }

    private static PublicKey read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException(file + " has " + Files.size(file) + " bytes, allowed are " + MAX_FILE_BYTES);
            }
            String text = Files.readString(file);
            String base64 = text.replace("-----BEGIN PUBLIC KEY-----", "").replace("-----END PUBLIC KEY-----", "").replaceAll("\\s", "");
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(file + " is no public Ed25519 key in PEM form", e);
        }
    }

    /** Names a key: the first 16 hexadecimal digits of the SHA-256 of its encoding (X.509 SubjectPublicKeyInfo). */
    public static String id(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Names of the keys. */
    public Set<String> ids() {
        return Set.copyOf(keys.keySet());
    }

    public boolean none() {
        return keys.isEmpty();
    }

    /** The manifest, if a trusted key signed it. @throws UpdateRefusedException otherwise */
    public Manifest verify(SignedManifest signed) throws UpdateRefusedException {
        PublicKey key = keys.get(signed.key());
        if (key == null) {
            throw new UpdateRefusedException("signed by a key that is not among the trusted ones");
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(signed.manifest());
            if (!signature.verify(signed.signature())) {
                throw new UpdateRefusedException("the signature does not fit the manifest");
            }
            return Manifest.parse(signed.manifest());
        } catch (GeneralSecurityException e) { // e.g. a signature of another length
            throw new UpdateRefusedException("the signature does not fit the manifest");
        } catch (IllegalArgumentException e) {
            throw new UpdateRefusedException(e.getMessage());
        }
    }
}
