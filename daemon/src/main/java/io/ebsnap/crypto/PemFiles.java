package io.ebsnap.crypto;

import io.ebsnap.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Reads certificates and private keys that lie in PEM files. */
public final class PemFiles {

    /** The largest file that is read, in bytes. */
    private static final int FILE_BYTES_MAX = 1 << 20;

    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    private PemFiles() {}

    /**
     * A server's identity for TLS.
     *
     * @param certificate the server's, and those between it and its authority behind it
     * @param key its private key: PKCS #8, not encrypted, for nobody else to read
     * @throws Failure.Invalid if the files do not hold that, or others may read the key
     */
    public static KeyManager[] keyManagers(Path certificate, Path key) throws GeneralSecurityException, IOException {
        Certificate[] chain = certificates(certificate);
        char[] none = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        store.setKeyEntry("server", privateKey(key, chain[0]), none, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    /**
     * The certificates in a file, one at least.
     *
     * @throws Failure.Invalid if there is none
     */
    public static Certificate[] certificates(Path file) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes(file)));
        if (found.isEmpty()) {
            throw new Failure.Invalid(file + " holds no certificate");
        }
        return found.toArray(Certificate[]::new);
    }

    /**
     * The private key in a file.
     *
     * @param certificate of the same key
     * @throws Failure.Invalid if there is none, or others may read it
     */
    public static PrivateKey privateKey(Path file, Certificate certificate)
            throws GeneralSecurityException, IOException {
        if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new Failure.Invalid("everybody may read the private key " + file, "chmod o-r " + file);
        }
        byte[] bytes = bytes(file);
        byte[] encoded = decode(file, new String(bytes, StandardCharsets.US_ASCII));
        Arrays.fill(bytes, (byte) 0);
        try {
            return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static byte[] decode(Path file, String pem) {
        int begin = pem.indexOf(KEY_BEGIN);
        int end = pem.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            throw new Failure.Invalid(
                    file + " holds no private key in PKCS #8 without a passphrase",
                    "openssl pkcs8 -topk8 -nocrypt -in " + file + " makes one");
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end));
        } catch (IllegalArgumentException e) {
            throw new Failure.Invalid(file + " holds a private key that is not in base 64");
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new Failure.Invalid(file + " is too large for a certificate or key");
        }
        return Files.readAllBytes(file);
    }
}
