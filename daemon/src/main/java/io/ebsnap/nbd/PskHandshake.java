package io.ebsnap.nbd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.PSKTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.crypto.TlsCrypto;

/**
 * The server's choices in one TLS handshake with a pre-shared key. Always with a Diffie-Hellman exchange, so that who gets hold of the key later
 * reads nothing of before. Used by the connection's reader.
 */
final class PskHandshake extends PSKTlsServer {

    /** AES-GCM alone: the JDK is quick with it, and every client has it. In TLS 1.3 GnuTLS binds its keys with SHA-256. */
    private static final int[] SUITES = {
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_DHE_PSK_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_DHE_PSK_WITH_AES_256_GCM_SHA384,
    };

    private final UserKeys named;

    PskHandshake(TlsCrypto crypto, PreSharedKeys keys) {
        this(crypto, new UserKeys(keys));
    }

    private PskHandshake(TlsCrypto crypto, UserKeys named) {
        super(crypto, named);
        this.named = named;
    }

    /** The keys as TLS 1.2 asks for them, and who it was that a key was given out for. */
    private static final class UserKeys implements TlsPSKIdentityManager {
        private final PreSharedKeys keys;
        private Optional<String> user = Optional.empty();

        UserKeys(PreSharedKeys keys) {
            this.keys = keys;
        }

        @Override
        @SuppressWarnings("NullAway") // none is what the library understands
        public byte[] getHint() {
            return null;
        }

        @Override
        @SuppressWarnings("NullAway") // likewise
        public byte[] getPSK(byte[] identity) {
            return find(identity).map(byte[]::clone).orElse(null);
        }

        Optional<byte[]> find(byte[] identity) {
            String name = new String(identity, StandardCharsets.UTF_8);
            Optional<byte[]> key = keys.keyOf(name);
            user = key.map(found -> name);
            return key;
        }
    }

    /** Whose key it was; means something only when the handshake is over, which proves that the client has the key. */
    Optional<String> user() {
        return named.user;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv12);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return SUITES.clone();
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    @SuppressWarnings({"NullAway", "rawtypes", "JdkObsolete"}) // as the library has it
    public TlsPSKExternal getExternalPSK(Vector identities) {
        for (Object each : identities) {
            byte[] identity = ((PskIdentity) each).getIdentity();
            Optional<byte[]> key = named.find(identity);
            if (key.isPresent()) {
                return new BasicTlsPSKExternal(
                        identity, getCrypto().createSecret(key.get().clone()), PRFAlgorithm.tls13_hkdf_sha256);
            }
        }
        return null;
    }

    /** In TLS 1.3 they are asked for when no key was found; there are none. */
    @Override
    public TlsCredentials getCredentials() throws IOException {
        if (ProtocolVersion.TLSv13.equals(
                context.getSecurityParametersHandshake().getNegotiatedVersion())) {
            throw new TlsFatalAlert(AlertDescription.unknown_psk_identity);
        }
        return super.getCredentials();
    }
}
