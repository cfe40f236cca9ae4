package io.ebsnap.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Makes certificates that say nothing but which key is whose: whoever trusts one has been told its fingerprint. The JDK's public interface makes none. */
public final class SelfSignedCertificate {

    private static final String SIGNATURE = "SHA256withECDSA";

    private SelfSignedCertificate() {}

    /**
     * What a certificate says.
     *
     * @param commonName of whose it is: letters, digits and hyphens
     * @param serial positive
     * @param from when on it is valid
     * @param to when it ends
     */
    public record Content(String commonName, BigInteger serial, Instant from, Instant to) {}

    /**
     * The certificate of a key, in DER.
     *
     * @param keys on an elliptic curve
     */
    public static byte[] of(KeyPair keys, Content content) {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        TBSCertificate unsigned = unsigned(keys, content, algorithm);
        try {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(keys.getPrivate());
            signature.update(unsigned.getEncoded(ASN1Encoding.DER));
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(unsigned);
            parts.add(algorithm);
            parts.add(new DERBitString(signature.sign()));
            return new DERSequence(parts).getEncoded(ASN1Encoding.DER);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot sign with " + SIGNATURE, e);
        }
    }

    private static TBSCertificate unsigned(KeyPair keys, Content content, AlgorithmIdentifier algorithm) {
        X500Name name = new X500Name("CN=" + content.commonName());
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(content.serial()));
        generator.setSignature(algorithm);
        generator.setIssuer(name);
        generator.setSubject(name);
        generator.setStartDate(new Time(Date.from(content.from())));
        generator.setEndDate(new Time(Date.from(content.to())));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        return generator.generateTBSCertificate();
    }
}
