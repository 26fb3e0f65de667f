package io.edgedfa.host.access.authority;

import io.edgedfa.host.access.authority.Authority.Revocation;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates and revocation lists as RFC 5280 has them, signed with ECDSA and SHA-256. */
final class Paper {
    /** Boards without a clock of their own are late. */
    private static final Duration EARLIER = Duration.ofDays(1);
    private static final int SERIAL_BITS = 127;

    private Paper() {}

    /** A step that may be refused by the cryptography underneath; none of them is when the JDK is whole. */
    private interface Signing<T> {
        T sign() throws OperatorCreationException, GeneralSecurityException, IOException;
    }

    static BigInteger newSerial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1);
    }

    /** Self-signed; may sign certificates of its clients and brokers, but of no further authority. */
    static X509Certificate ofAuthority(KeyPair pair, BigInteger serial, Instant now, Instant expires) {
        return signed(() -> {
            X500Name name = commonName("EdgeDFA fleet " + serial.toString(16).substring(0, 8));
            X509v3CertificateBuilder paper = new JcaX509v3CertificateBuilder(name, serial, Date.from(now.minus(EARLIER)),
                    Date.from(expires), name, pair.getPublic());
            paper.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            paper.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            paper.addExtension(Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new JcaX509CertificateConverter().getCertificate(paper.build(signer(pair.getPrivate())));
        });
    }

    static X509Certificate of(Subject subject, PublicKey key, BigInteger serial, Instant now, Instant expires, X509Certificate authority,
            PrivateKey authoritysKey) {
        return signed(() -> {
            X509v3CertificateBuilder paper = new JcaX509v3CertificateBuilder(authority, serial, Date.from(now.minus(EARLIER)),
                    Date.from(expires), new javax.security.auth.x500.X500Principal(commonName(subject.name()).getEncoded()), key);
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            paper.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            paper.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            paper.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(subject.kind().purpose()));
            paper.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key));
            paper.addExtension(Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(authority));
            if (!subject.hosts().isEmpty()) {
                paper.addExtension(Extension.subjectAlternativeName, false, names(subject.hosts()));
            }
            return new JcaX509CertificateConverter().getCertificate(paper.build(signer(authoritysKey)));
        });
    }

    /**
     * A complete list. It is good until the authority's own certificate ends: a broker refuses everyone once a list is past its
     * date, and a list that lies in a file beside it cannot grow stale on the way.
     */
    static X509CRL revocations(Collection<Revocation> revocations, Instant now, X509Certificate authority, PrivateKey key) {
        return signed(() -> {
            JcaX509v2CRLBuilder list = new JcaX509v2CRLBuilder(authority, Date.from(now));
            list.setNextUpdate(authority.getNotAfter());
            list.addExtension(Extension.authorityKeyIdentifier, false, new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority));
            for (Revocation revocation : revocations) {
                list.addCRLEntry(revocation.serial(), Date.from(revocation.since()), CRLReason.unspecified);
            }
            return new JcaX509CRLConverter().getCRL(list.build(signer(key)));
        });
    }

    private static GeneralNames names(List<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static X500Name commonName(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }

    private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    }

    private static <T> T signed(Signing<T> signing) {
        try {
            return signing.sign();
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the authority cannot sign: " + e.getMessage(), e);
        }
    }
}
