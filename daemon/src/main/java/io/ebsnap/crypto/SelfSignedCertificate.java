package io.ebsnap.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
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
     * @param hosts names and addresses of whoever shows it, to clients that look for these; none if nobody does
     */
    public record Content(String commonName, BigInteger serial, Instant from, Instant to, List<String> hosts) {

        /** One that is known by its fingerprint. */
        public Content(String commonName, BigInteger serial, Instant from, Instant to) {
            this(commonName, serial, from, to, List.of());
        }
    }

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
        if (!content.hosts().isEmpty()) {
            generator.setExtensions(extensions(keys, content.hosts()));
        }
        return generator.generateTBSCertificate();
    }

    /** It is its own authority, so that clients can be told to trust it. */
    private static Extensions extensions(KeyPair keys, List<String> hosts) {
        GeneralName[] names = hosts.stream()
                .map(host -> new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new);
        try {
            ExtensionsGenerator generator = new ExtensionsGenerator();
            generator.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            generator.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            generator.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
            generator.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new SubjectKeyIdentifier(MessageDigest.getInstance("SHA-1")
                            .digest(SubjectPublicKeyInfo.getInstance(
                                            keys.getPublic().getEncoded())
                                    .getPublicKeyData()
                                    .getBytes())));
            return generator.generate();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the extensions of a certificate cannot be made", e);
        }
    }

    private static boolean isAddress(String host) {
        return host.matches("[0-9.]+") || host.contains(":");
    }
}
