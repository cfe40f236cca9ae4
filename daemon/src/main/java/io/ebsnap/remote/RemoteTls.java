package io.ebsnap.remote;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** TLS 1.3 with a certificate on both sides. Safe for use by several threads. */
final class RemoteTls {

    private static final String[] VERSIONS = {"TLSv1.3"};

    private final Supplier<RemoteIdentity> identity;
    private final SecureRandom random;

    /** @param identity made when it is first needed */
    RemoteTls(Supplier<RemoteIdentity> identity, SecureRandom random) {
        this.identity = identity;
        this.random = random;
    }

    /**
     * TLS over a connection that was accepted; its handshake is still to come. Whoever has a certificate gets through that: a stranger could not be told why
     * otherwise, because what TLS sends last is lost where the other side sends still.
     */
    SSLSocket accept(Socket connection) throws IOException {
        SSLSocket socket = (SSLSocket) context(any -> true).getSocketFactory().createSocket(connection, null, true);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(true);
        socket.setEnabledProtocols(VERSIONS);
        return socket;
    }

    /** TLS over a connection that was made; its handshake is still to come. */
    SSLSocket connect(Socket connection, Fingerprint expected) throws IOException {
        SSLSocket socket = (SSLSocket) context(expected::equals)
                .getSocketFactory()
                .createSocket(connection, connection.getInetAddress().getHostAddress(), connection.getPort(), true);
        socket.setUseClientMode(true);
        socket.setEnabledProtocols(VERSIONS);
        return socket;
    }

    /** Who is at the other end, after the handshake. */
    static Fingerprint peer(SSLSocket socket) throws IOException {
        try {
            return Fingerprint.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
        } catch (CertificateException e) {
            throw new IOException("the other side's certificate cannot be read", e);
        }
    }

    /** A context for one connection: no session is resumed, so that each one proves who is there. */
    private SSLContext context(Predicate<Fingerprint> known) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys().getKeyManagers(), new TrustManager[] {new PinnedTrust(known)}, random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be had", e);
        }
    }

    private KeyManagerFactory keys() throws GeneralSecurityException, IOException {
        char[] none = new char[0];
        RemoteIdentity mine = identity.get();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        store.setKeyEntry("identity", mine.key(), none, new Certificate[] {mine.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory;
    }
}
