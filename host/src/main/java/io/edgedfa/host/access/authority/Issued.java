package io.edgedfa.host.access.authority;

import io.edgedfa.device.telemetry.tls.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/** A certificate and its private key, as the authority gave them. */
record Issued(X509Certificate certificate, PrivateKey key) {
    String serial() {
        return certificate.getSerialNumber().toString(16);
    }

    /** From the files they were written to. @throws IOException in one line, if one is missing, no PEM, or the key open to others */
    static Issued read(Path certificate, Path key) throws IOException {
        return new Issued(Pem.certificates(certificate).get(0), Pem.privateKey(key));
    }

    /** Whether the key is the certificate's: a loss of power may have left a new one beside an old certificate. */
    boolean fits() {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certificate);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // of another kind than ours
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Issued[" + certificate.getSubjectX500Principal() + ", serial " + serial() + "]";
    }
}
