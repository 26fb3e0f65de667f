package io.edgedfa.host.access.authority;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and its private key, fresh from the authority. */
record Issued(X509Certificate certificate, PrivateKey key) {
    String serial() {
        return certificate.getSerialNumber().toString(16);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Issued[" + certificate.getSubjectX500Principal() + ", serial " + serial() + "]";
    }
}
