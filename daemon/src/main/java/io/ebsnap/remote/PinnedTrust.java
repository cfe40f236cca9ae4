package io.ebsnap.remote;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts certificates whose fingerprints are known, and no authority. TLS itself proves that the other side has the key. */
final class PinnedTrust extends X509ExtendedTrustManager {

    private final Predicate<Fingerprint> known;

    /** @param known may be asked at any time */
    PinnedTrust(Predicate<Fingerprint> known) {
        this.known = known;
    }

    /** The other side is somebody else. */
    static final class Stranger extends CertificateException {
        private static final long serialVersionUID = 1L;

        Stranger(Fingerprint found) {
            super("its fingerprint is " + found);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        Fingerprint found = Fingerprint.of(chain[0]);
        if (!known.test(found)) {
            throw new Stranger(found);
        }
    }
}
