package io.edgedfa.host.access.authority;

import java.util.Locale;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a certificate is for. A board's cannot play the broker, nor the broker's a board. */
public enum Kind {
    BOARD(KeyPurposeId.id_kp_clientAuth),
    HOST(KeyPurposeId.id_kp_clientAuth),
    BROKER(KeyPurposeId.id_kp_serverAuth);

    private final KeyPurposeId purpose;

    Kind(KeyPurposeId purpose) {
        this.purpose = purpose;
    }

    KeyPurposeId purpose() {
        return purpose;
    }

    /** As it is stored and as it begins a file's name: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
