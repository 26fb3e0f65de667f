package io.edgedfa.device.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/** A key of whoever publishes models. */
public final class SigningKey {
    static final long NOW_MS = 1_800_000_000_000L;

    private final KeyPair pair;

    public SigningKey() throws GeneralSecurityException {
        pair = KeyPairGenerator.getInstance(TrustedKeys.ALGORITHM).generateKeyPair();
    }

    String id() {
        return TrustedKeys.id(pair.getPublic());
    }

    public Path write(Path file) throws IOException {
        return Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
    }

    SignedManifest sign(byte[] manifest) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(TrustedKeys.ALGORITHM);
        signature.initSign(pair.getPrivate());
        signature.update(manifest);
        return new SignedManifest(manifest, id(), signature.sign());
    }

    public SignedManifest sign(Manifest manifest) throws GeneralSecurityException {
        return sign(manifest.json());
    }

    /** Of a file, version as given, valid for an hour from {@link #NOW_MS}, for every platform. */
    static Manifest manifest(Path file, long version) throws IOException {
        return new Manifest("digits", version, ModelSlots.sha256(file), Files.size(file), NOW_MS, NOW_MS + 3_600_000, List.of());
    }
}
