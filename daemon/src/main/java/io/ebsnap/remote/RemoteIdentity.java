package io.ebsnap.remote;

import io.ebsnap.crypto.AliasKey;
import io.ebsnap.crypto.SelfSignedCertificate;
import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Who this daemon is to others: a private key and a certificate of it, in one file of the data directory, made when they are first needed. Layout: {@code docs/format/remotes.md}.
 * Safe for use by several threads.
 */
public final class RemoteIdentity {

    private static final long MAGIC = 0x4542534e4944454eL; // EBSNIDEN
    private static final int VERSION = 1;
    private static final int FILE_BYTES_MAX = 16 << 10;
    private static final int PART_BYTES_MAX = 4 << 10;
    private static final int SERIAL_BITS = 127;

    /** Nobody looks at its dates: whoever trusts it has been told its fingerprint. */
    private static final Duration VALID = Duration.ofDays(36_500);

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Fingerprint fingerprint;

    private RemoteIdentity(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        this.key = key;
        this.certificate = certificate;
        this.fingerprint = Fingerprint.of(certificate);
    }

    /**
     * The identity that a file holds; if there is none, a new one, which is durable when this returns.
     *
     * @throws Failure.Corrupt if the file holds something else
     */
    public static RemoteIdentity openOrMake(Path file, SecureRandom random, Instant now) {
        try {
            return read(file);
        } catch (Failure.NotFound none) {
            byte[] made = made(random, now);
            try {
                boolean unused = DurableFiles.createIfAbsent(file, made);
            } finally {
                Arrays.fill(made, (byte) 0);
            }
            return read(file);
        }
    }

    /** What others are told to know this daemon by. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** Names chunks for one remote, to be closed by the caller: another remote is told other names. */
    AliasKey aliasesFor(Fingerprint remote) {
        byte[] secret = key.getEncoded();
        try {
            return AliasKey.of(secret, remote.bytes());
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static RemoteIdentity read(Path file) {
        byte[] content = DurableFiles.read(file, FILE_BYTES_MAX);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            if (bytes.remaining() < 10 || bytes.getLong() != MAGIC || bytes.getShort() != VERSION) {
                throw new Failure.Corrupt(file + " is no identity of version " + VERSION);
            }
            byte[] key = part(file, bytes);
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(part(file, bytes)));
            PrivateKey secret = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
            Arrays.fill(key, (byte) 0);
            return new RemoteIdentity(secret, certificate);
        } catch (GeneralSecurityException e) {
            throw new Failure.Corrupt(file + " holds no key and certificate: " + e.getMessage());
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte[] part(Path file, ByteBuffer bytes) {
        int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
        if (length < 1 || length > PART_BYTES_MAX || length > bytes.remaining()) {
            throw new Failure.Corrupt(file + " is cut off");
        }
        byte[] part = new byte[length];
        bytes.get(part);
        return part;
    }

    private static byte[] made(SecureRandom random, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            byte[] certificate = SelfSignedCertificate.of(
                    keys,
                    new SelfSignedCertificate.Content(
                            "ebsnapd",
                            new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                            now.minus(Duration.ofDays(1)),
                            now.plus(VALID)));
            byte[] key = keys.getPrivate().getEncoded();
            ByteBuffer bytes = ByteBuffer.allocate(18 + key.length + certificate.length);
            bytes.putLong(MAGIC).putShort((short) VERSION);
            bytes.putInt(key.length).put(key).putInt(certificate.length).put(certificate);
            Arrays.fill(key, (byte) 0);
            return bytes.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no elliptic curves", e);
        }
    }
}
