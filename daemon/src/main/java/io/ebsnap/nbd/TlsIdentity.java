package io.ebsnap.nbd;

import io.ebsnap.crypto.PemFiles;
import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom a listener says to be, and whom it lets in: certificates as PEM files. TLS 1.2 and 1.3. Safe for use by several threads. */
public final class TlsIdentity extends Encryption {

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
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    PemFiles.keyManagers(files.certificate(), files.key()),
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

    private static TrustManager[] trustManagers(Optional<Path> authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        if (authority.isPresent()) {
            Certificate[] trusted = PemFiles.certificates(authority.get());
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
}
