package io.ebsnap.nbd;

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
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom a listener says to be, and whom it lets in: certificates as PEM files. TLS 1.2 and 1.3. Safe for use by several threads. */
public final class TlsIdentity extends Encryption {

    /** The largest file that is read, in bytes. */
    private static final int FILE_BYTES_MAX = 1 << 20;

    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    private final SSLContext context;
    private final boolean clientCertificates;

    /**
     * Where the parts are.
     *
     * @param certificate the server's, and those between it and its authority behind it
     * @param key its private key: PKCS #8, not encrypted, for nobody else to read
     * @param clientAuthority who has signed the certificates of clients that are let in; without, clients need none
     */
    public record Pem(Path certificate, Path key, Optional<Path> clientAuthority) {}

    private TlsIdentity(SSLContext context, boolean clientCertificates) {
        this.context = context;
        this.clientCertificates = clientCertificates;
    }

    /**
     * Reads the files; what changes in them later does not matter.
     *
     * @throws Failure.Invalid if they do not hold what they should, or others may read the key
     * @throws Failure.Unavailable if they cannot be read
     */
    public static TlsIdentity read(Pem files) {
        try {
            Certificate[] chain = certificates(files.certificate());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keyManagers(chain, privateKey(files.key(), chain[0])).getKeyManagers(),
                    trustManagers(files.clientAuthority()),
                    null);
            return new TlsIdentity(context, files.clientAuthority().isPresent());
        } catch (IOException e) {
            throw new Failure.Unavailable("reading the files for TLS: " + e, e);
        } catch (GeneralSecurityException e) {
            throw new Failure.Invalid("the files for TLS, " + files.certificate() + " and " + files.key()
                    + ", are not what they should be: " + e.getMessage());
        }
    }

    @Override
    EncryptedTransport accept(Line line) throws IOException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(clientCertificates);
        engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        TlsTransport transport = new TlsTransport(line, engine);
        transport.shakeHands();
        return transport;
    }

    private static KeyManagerFactory keyManagers(Certificate[] chain, PrivateKey key)
            throws GeneralSecurityException, IOException {
        char[] none = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        store.setKeyEntry("server", key, none, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory;
    }

    private static TrustManager[] trustManagers(Optional<Path> authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        if (authority.isPresent()) {
            Certificate[] trusted = certificates(authority.get());
            for (int i = 0; i < trusted.length; i++) {
                store.setCertificateEntry("authority-" + i, trusted[i]);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers())
                .map(manager ->
                        manager instanceof X509ExtendedTrustManager checking ? new ClientAuthority(checking) : manager)
                .toArray(TrustManager[]::new);
    }

    private static Certificate[] certificates(Path file) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes(file)));
        if (found.isEmpty()) {
            throw new Failure.Invalid(file + " holds no certificate");
        }
        return found.toArray(Certificate[]::new);
    }

    private static PrivateKey privateKey(Path file, Certificate certificate)
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
