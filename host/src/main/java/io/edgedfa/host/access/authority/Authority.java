package io.edgedfa.host.access.authority;

import io.edgedfa.device.telemetry.tls.Pem;
import io.edgedfa.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The fleet's certificate authority: a key on the curve P-256 and its certificate, in a folder of their own. {@code ca.key} is for
 * its owner's eyes only; {@code ca.crt} is for everyone, {@code ca.crl} for the broker.
 */
final class Authority {
    static final String KEY = "ca.key";
    static final String CERTIFICATE = "ca.crt";
    static final String REVOCATIONS = "ca.crl";

    private static final Duration LIFE = Duration.ofDays(20 * 365);

    private final Path folder;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private Authority(Path folder, X509Certificate certificate, PrivateKey key) {
        this.folder = folder;
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Opens the authority of a folder; makes it where there is none.
     *
     * @param passphrase of its key; null for none
     * @throws IOException in one line, naming the file
     */
    static Authority open(Path folder, char[] passphrase, Instant now) throws IOException {
        Path keyFile = folder.resolve(KEY);
        Path certificateFile = folder.resolve(CERTIFICATE);
        if (Files.exists(keyFile) != Files.exists(certificateFile)) {
            throw new IOException(folder + " has only one of " + KEY + " and " + CERTIFICATE + "; needed are both, or neither to begin anew");
        }
        if (!Files.exists(keyFile)) {
            return create(folder, passphrase, now);
        }
        Pem.requireOwnersOnly(keyFile);
        return new Authority(folder, Pem.certificates(certificateFile).get(0), PemText.key(keyFile, passphrase));
    }

    private static Authority create(Path folder, char[] passphrase, Instant now) throws IOException {
        KeyPair pair = newKey();
        X509Certificate certificate = Paper.ofAuthority(pair, Paper.newSerial(), now, now.plus(LIFE));
        // the certificate comes last: with it, the authority exists
        WholeFile.writePrivate(folder.resolve(KEY), PemText.of(pair.getPrivate(), passphrase));
        WholeFile.write(folder.resolve(CERTIFICATE), PemText.of(certificate));
        return new Authority(folder, certificate, pair.getPrivate());
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** Makes a key and its certificate. @param expires no later than the authority's own certificate does */
    Issued issue(Subject subject, Instant now, Instant expires) {
        if (expires.isAfter(certificate.getNotAfter().toInstant())) {
            throw new IllegalArgumentException("a certificate until " + expires + " would outlive its authority; allowed is until "
                    + certificate.getNotAfter().toInstant());
        }
        KeyPair pair = newKey();
        return new Issued(Paper.of(subject, pair.getPublic(), Paper.newSerial(), now, expires, certificate, key), pair.getPrivate());
    }

    /** Writes the list of certificates that count no more. It is complete: what it leaves out counts again. */
    void publish(Collection<Revocation> revocations, Instant now) throws IOException {
        X509CRL list = Paper.revocations(revocations, now, certificate, key);
        WholeFile.write(folder.resolve(REVOCATIONS), PemText.of(list));
    }

    /** What the published list has; nothing if there is none yet. */
    List<Revocation> revoked() throws IOException {
        Path file = folder.resolve(REVOCATIONS);
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            Set<? extends X509CRLEntry> entries =
                    ((X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in)).getRevokedCertificates();
            return entries == null ? List.of() : entries.stream()
                    .map(entry -> new Revocation(entry.getSerialNumber(), entry.getRevocationDate().toInstant()))
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is no list of revoked certificates (" + e.getMessage() + "); delete it to begin anew", e);
        }
    }

    /** A certificate that counts no more. */
    record Revocation(BigInteger serial, Instant since) {}

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has the curve P-256", e);
        }
    }
}
