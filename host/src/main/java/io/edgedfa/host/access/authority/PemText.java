package io.edgedfa.host.access.authority;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Keys, certificates and revocations as PEM text. */
final class PemText {
    private static final int PASSPHRASE_ROUNDS = 600_000; // OWASP's advice for PBKDF2 with HMAC-SHA-256

    private static final Provider PROVIDER = new BouncyCastleProvider(); // the JDK calls the same padding by another name

    private PemText() {}

    /** Of a certificate, a revocation list, or an unencrypted PKCS#8 key. */
    static byte[] of(Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** PKCS#8, encrypted if there is a passphrase. @param passphrase null for none */
    static byte[] of(PrivateKey key, char[] passphrase) {
        try {
            return of(new JcaPKCS8Generator(key, passphrase == null ? null
                    : new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC).setProvider(PROVIDER).setPRF(JcaPKCS8Generator.PRF_HMACSHA256)
                            .setIterationCount(PASSPHRASE_ROUNDS).setRandom(new SecureRandom()).setPassword(passphrase).build()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a private key could not be written: " + e.getMessage(), e);
        }
    }

    /** @throws IOException in one line, also for a passphrase that is missing, wrong, or not needed */
    static PrivateKey key(Path file, char[] passphrase) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
            Object found = parser.readObject();
            if (found instanceof PKCS8EncryptedPrivateKeyInfo locked) {
                if (passphrase == null) {
                    throw new IOException(file + " has a passphrase; needed is the file that holds it");
                }
                found = locked.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(PROVIDER).build(passphrase));
            } else if (passphrase != null) {
                throw new IOException(file + " has no passphrase; allowed is none");
            }
            if (found instanceof PrivateKeyInfo key) {
                return new JcaPEMKeyConverter().getPrivateKey(key);
            }
            throw new IOException(file + " has no private key; allowed is one in PKCS#8 PEM");
        } catch (PKCSException | OperatorCreationException e) {
            throw new IOException(file + " does not open with this passphrase", e);
        }
    }
}
