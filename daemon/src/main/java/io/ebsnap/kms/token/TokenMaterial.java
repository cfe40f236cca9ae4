package io.ebsnap.kms.token;

import io.ebsnap.crypto.ConstantTime;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.identity.KeyId;
import io.ebsnap.kms.KeyMaterial;
import io.ebsnap.kms.NewVersion;
import io.ebsnap.linux.CryptokiException;
import io.ebsnap.linux.CryptokiKey;
import io.ebsnap.linux.CryptokiSession;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Material in a token: AES-256 keys that the token makes itself and gives to nobody. A version's CKA_ID is made of the names of key and
 * version, see {@code docs/format/keystore.md}, so that it is found again without a note of it.
 */
public final class TokenMaterial implements KeyMaterial {

    private static final Logger LOG = LoggerFactory.getLogger(TokenMaterial.class);
    private static final int ID_BYTES = 20;

    private final Token token;
    private final CrashPoints crashPoints;

    /** {@code token} stays the caller's to close. */
    public TokenMaterial(Token token, CrashPoints crashPoints) {
        this.token = token;
        this.crashPoints = crashPoints;
    }

    @Override
    public String words() {
        return "PKCS#11 token '" + token.label() + "'";
    }

    @Override
    public String token() {
        return token.label();
    }

    @Override
    public void require(KeyId key, KeystoreContent.Version version) {
        boolean there = use(key, version.version(), (session, found) -> true);
        LOG.debug("key={} version={} token={} there={}", key, version.version(), token.label(), there);
    }

    @Override
    public KeystoreContent.Version make(KeyId key, NewVersion version) {
        int number = version.number();
        token.renew();
        boolean made = use(session -> {
            if (session.find(id(key, number)).isEmpty()) {
                session.generateWrappingKey(id(key, number), "ebsnap " + key + " v" + number);
                return true;
            }
            return false;
        });
        crashPoints.reached("token.after-generate");
        LOG.info("key={} version={} token={} made={}", key, number, token.label(), made);
        KeystoreContent.Version result = KeystoreContent.Version.inToken(
                number, version.created(), version.rotationType(), false, token.label());
        require(key, result);
        return result;
    }

    @Override
    public byte[] wrap(KeyId key, KeystoreContent.Version version, DestroyableSecret domainKey) {
        byte[] plain = domainKey.reveal(byte[]::clone);
        try {
            return use(key, version.version(), (session, found) -> proven(session, found, plain));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** What does not unwrap is found out now, while the domain key is still to be had. */
    private byte[] proven(CryptokiSession session, CryptokiKey key, byte[] plain) throws CryptokiException {
        byte[] wrapped = session.wrap(key, plain);
        byte[] again = session.unwrap(key, wrapped);
        try {
            if (!ConstantTime.equal(plain, again) || wrapped.length != plain.length + Long.BYTES) {
                throw new Failure.Denied(words() + " does not unwrap what it has wrapped");
            }
            return wrapped;
        } finally {
            Arrays.fill(again, (byte) 0);
        }
    }

    @Override
    public DestroyableSecret unwrap(KeyId key, KeystoreContent.Version version, byte[] wrapped) {
        if (wrapped.length < 24 || wrapped.length > 72 || wrapped.length % Long.BYTES != 0) {
            throw new Failure.Corrupt("a wrapped key cannot have " + wrapped.length + " bytes");
        }
        return use(
                key,
                version.version(),
                (session, found) -> DestroyableSecret.owning(unwrapped(session, found, wrapped)));
    }

    /** Some modules have a general error for bytes that are not theirs, and so has one whose token is gone: only one of them still works. */
    private byte[] unwrapped(CryptokiSession session, CryptokiKey key, byte[] wrapped) throws CryptokiException {
        try {
            return session.unwrap(key, wrapped);
        } catch (CryptokiException e) {
            if (!e.isNotOurs()) {
                proven(session, key, new byte[KeystoreContent.MATERIAL_BYTES]);
            }
            throw corrupt(e);
        }
    }

    @Override
    public void destroy(KeyId key, int version) {
        token.renew();
        int destroyed = use(session -> {
            List<CryptokiKey> doomed = session.find(id(key, version));
            for (CryptokiKey each : doomed) {
                session.destroy(each);
            }
            return doomed.size();
        });
        if (destroyed > 0) {
            LOG.warn("key={} version={} token={} destroyed", key, version, token.label());
        }
        crashPoints.reached("token.after-destroy");
    }

    /**
     * What is done with the material of a version.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    private interface KeyWork<T> {
        T with(CryptokiSession session, CryptokiKey key) throws CryptokiException;
    }

    /** What is missing is looked for in a new session too: that the token was pulled is another matter than that it has not the key. */
    private <T> T use(KeyId key, int version, KeyWork<T> work) {
        Optional<T> done = attempt(key, version, work);
        if (done.isEmpty()) {
            token.renew();
            done = attempt(key, version, work);
        }
        return done.orElseThrow(() -> new Failure.NotFound(words() + " has no material of KMS key " + key + ", version "
                + version + "; is it the same token? A backup of it may have what was lost"));
    }

    private <T> Optional<T> attempt(KeyId key, int version, KeyWork<T> work) {
        return use(session -> {
            List<CryptokiKey> found = session.find(id(key, version));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(work.with(session, onlyGuarded(found, key, version)));
        });
    }

    private CryptokiKey onlyGuarded(List<CryptokiKey> found, KeyId key, int version) {
        if (found.size() > 1) {
            throw new Failure.Denied(words() + " has " + found.size() + " keys of the name of KMS key " + key
                    + ", version " + version + ", and which is meant cannot be told");
        }
        if (!found.getFirst().isGuarded()) {
            throw new Failure.Denied(words() + " has material of KMS key " + key + ", version " + version
                    + ", that is no AES-256 key which stays in it: somebody else has put it there");
        }
        return found.getFirst();
    }

    /** The key's UUID, then the version's number, both with their highest byte first. */
    private static byte[] id(KeyId key, int version) {
        return ByteBuffer.allocate(ID_BYTES)
                .putLong(key.value().getMostSignificantBits())
                .putLong(key.value().getLeastSignificantBits())
                .putInt(version)
                .array();
    }

    private <T> T use(Token.Work<T> work) {
        try {
            return token.use(work);
        } catch (CryptokiException e) {
            throw corrupt(e);
        }
    }

    private static Failure.Corrupt corrupt(CryptokiException e) {
        return new Failure.Corrupt("a wrapped key was altered, or wrapped by another key: " + e.getMessage(), e);
    }
}
