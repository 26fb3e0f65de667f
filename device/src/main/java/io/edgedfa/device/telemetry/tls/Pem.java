package io.edgedfa.device.telemetry.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files (RFC 7468): certificates, and private keys in PKCS#8, of elliptic curves or RSA. */
public final class Pem {
    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final String KEY_ALLOWED = "; allowed is a key in PKCS#8 PEM, elliptic curve or RSA, without passphrase";
    private static final Set<PosixFilePermission> OWNER_ONLY = Set.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private Pem() {}

    /**
     * The certificates of a file, in its order: a chain begins with the owner's own.
     *
     * @throws IOException in one line, if there is no certificate in it
     */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        byte[] bytes = bytes(file);
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))
                    .stream().map(X509Certificate.class::cast).toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            throw new IOException(file + " has no certificate that can be read; allowed are X.509 certificates in PEM", e);
        }
        throw new IOException(file + " has no certificate; allowed are X.509 certificates in PEM");
    }

    /**
     * The private key of a file that nobody but its owner may read.
     *
     * @throws IOException in one line, if there is none, or the file is open to others
     */
    public static PrivateKey privateKey(Path file) throws IOException {
        byte[] bytes = bytes(file);
        requireOwnersOnly(file);
        Matcher key = KEY.matcher(new String(bytes, StandardCharsets.US_ASCII));
        if (!key.find()) {
            throw new IOException(file + " has no private key" + KEY_ALLOWED);
        }
        PKCS8EncodedKeySpec spec;
        try {
            spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no PEM" + KEY_ALLOWED, e);
        }
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException another) {
                // of the other kind, perhaps
            } catch (GeneralSecurityException e) {
                throw new IOException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        throw new IOException(file + " has a private key of another kind" + KEY_ALLOWED);
    }

    /** @throws IOException in one line, if the group or others may do anything with the file */
    public static void requireOwnersOnly(Path file) throws IOException {
        if (openToOthers(file)) {
            throw new IOException(file + " is open to others than its owner; allowed is mode 600 (chmod 600 " + file + ")");
        }
    }

    /** Whether the group or others may do anything with the file. False where the file system knows no such modes. */
    public static boolean openToOthers(Path file) throws IOException {
        try {
            return !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + " has " + Files.size(file) + " bytes; allowed are at most " + MAX_BYTES);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist; needed is a PEM file", e);
        }
    }
}
