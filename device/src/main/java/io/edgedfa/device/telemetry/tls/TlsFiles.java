package io.edgedfa.device.telemetry.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom to believe, and how to be believed.
 *
 * @param ca          PEM, the authorities that may vouch for the other side; null for those that came with Java
 * @param certificate PEM, the own certificate and, after it, those that lead to its authority; null for none
 * @param key         PEM, PKCS#8, mode 600: the certificate's private key; null for none
 */
public record TlsFiles(Path ca, Path certificate, Path key) {
    private static final char[] UNSAID = {}; // of a key store that never leaves memory

    /** @throws IllegalArgumentException if there is a certificate without a key, or the reverse */
    public TlsFiles {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("certificate is " + certificate + ", key " + key + "; allowed are both or neither");
        }
    }

    /**
     * For one connection: reads the files as they are now. TLS 1.2 or 1.3, as Java has it.
     *
     * @throws IOException in one line, naming the file
     */
    public SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot use " + this + ": " + e.getMessage(), e);
        }
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        if (ca == null) {
            return null; // Java's own
        }
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate authority : Pem.certificates(ca)) {
            store.setCertificateEntry("ca-" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager[] keys() throws IOException, GeneralSecurityException {
        if (certificate == null) {
            return null;
        }
        KeyStore store = empty();
        List<X509Certificate> chain = Pem.certificates(certificate);
        store.setKeyEntry("own", Pem.privateKey(key), UNSAID, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, UNSAID);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
