package io.ebsnap.service;

import io.ebsnap.crypto.PemFiles;
import io.ebsnap.crypto.SelfSignedCertificate;
import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A certificate that the daemon makes for itself, in two PEM files: the key first and then the certificate, so that after a crash they do not fit and both are made anew.
 *
 * @param directory of the files
 * @param base with the clock and chance
 */
record AwsCertificate(Path directory, Foundation base) {

    private static final Duration VALID = Duration.ofDays(3650);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
    private static final int SERIAL_BITS = 127;
    private static final int LINE = 64;
    private static final String SIGNATURE = "SHA256withECDSA";

    Path certificate() {
        return directory.resolve("certificate.pem");
    }

    Path key() {
        return directory.resolve("key.pem");
    }

    /** Makes them, unless there are such that fit and do not end soon. */
    void provide(List<String> hosts) {
        if (!fits(hosts)) {
            try {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                make(hosts);
            } catch (IOException e) {
                throw new Failure.Unavailable("directory " + directory + " cannot be made: " + e.getMessage(), e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java runtime has no elliptic curves", e);
            }
        }
    }

    private void make(List<String> hosts) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), base.random());
        KeyPair keys = generator.generateKeyPair();
        Instant now = base.clock().instant();
        byte[] made = SelfSignedCertificate.of(
                keys,
                new SelfSignedCertificate.Content(
                        "ebsnapd",
                        new BigInteger(SERIAL_BITS, base.random()).setBit(SERIAL_BITS - 1),
                        now.minus(Duration.ofDays(1)),
                        now.plus(VALID),
                        hosts));
        DurableFiles.replace(key(), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        DurableFiles.replace(certificate(), pem("CERTIFICATE", made));
    }

    private boolean fits(List<String> hosts) {
        if (!Files.exists(certificate()) || !Files.exists(key())) {
            return false;
        }
        try {
            X509Certificate found = (X509Certificate) PemFiles.certificates(certificate())[0];
            Instant end = found.getNotAfter().toInstant();
            return end.isAfter(base.clock().instant().plus(RENEWED_BEFORE))
                    && hostsOf(found).equals(new TreeSet<>(hosts))
                    && isOfKey(found);
        } catch (GeneralSecurityException | IOException | Failure.Invalid e) {
            return false;
        }
    }

    private boolean isOfKey(X509Certificate found) throws GeneralSecurityException, IOException {
        byte[] proof = base.bytes(LINE);
        Signature signing = Signature.getInstance(SIGNATURE);
        signing.initSign(PemFiles.privateKey(key(), found));
        signing.update(proof);
        Signature checking = Signature.getInstance(SIGNATURE);
        checking.initVerify(found.getPublicKey());
        checking.update(proof);
        return checking.verify(signing.sign());
    }

    private static Set<String> hostsOf(X509Certificate found) throws GeneralSecurityException {
        Set<String> hosts = new TreeSet<>();
        Collection<List<?>> names = found.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            hosts.add(String.valueOf(name.get(1)));
        }
        return hosts;
    }

    private static byte[] pem(String what, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
        return ("-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
