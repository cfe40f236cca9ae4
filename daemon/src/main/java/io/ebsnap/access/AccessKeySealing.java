package io.ebsnap.access;

import io.ebsnap.catalog.AccessKeyRecord;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * Seals the secrets of access keys for the records that they stand in: {@code docs/format/catalog.md}. A list of records so has none in the clear in memory.
 * Safe for use by several threads.
 */
public final class AccessKeySealing {

    /** Characters of a secret. */
    static final int SECRET_CHARS = 40;

    private static final int SEALED_BYTES = AeadCipher.NONCE_BYTES + SECRET_CHARS + AeadCipher.TAG_BYTES;
    private static final byte[] LABEL = "ebsnap access key v1".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<DomainKeys> storeKeys;
    private final AeadCipher cipher;
    private final SecureRandom random;

    /** @param storeKeys those of the store's own domain; not closed here */
    public AccessKeySealing(Supplier<DomainKeys> storeKeys, AeadCipher cipher, SecureRandom random) {
        this.storeKeys = storeKeys;
        this.cipher = cipher;
        this.random = random;
    }

    SecureRandom random() {
        return random;
    }

    String seal(String accessKeyId, DestroyableSecret secret) {
        byte[] nonce = new byte[AeadCipher.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, SEALED_BYTES);
        ArraySlice target = new ArraySlice(sealed, nonce.length, sealed.length - nonce.length);
        byte[] key = storeKeys.get().accessSealKey(accessKeyId);
        try {
            int unused = secret.reveal(
                    bytes -> cipher.seal(key, nonce, associated(accessKeyId), ArraySlice.of(bytes), target));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        return Base64.getEncoder().encodeToString(sealed);
    }

    /**
     * The secret of a key, to be closed by the caller.
     *
     * @throws Failure.Corrupt if it was sealed for another one
     */
    DestroyableSecret open(AccessKeyRecord record) {
        byte[] sealed = bytes(record);
        ArraySlice box = new ArraySlice(sealed, AeadCipher.NONCE_BYTES, sealed.length - AeadCipher.NONCE_BYTES);
        byte[] secret = new byte[SECRET_CHARS];
        byte[] key = storeKeys.get().accessSealKey(record.accessKeyId());
        try {
            int unused = cipher.open(
                    key,
                    Arrays.copyOf(sealed, AeadCipher.NONCE_BYTES),
                    associated(record.accessKeyId()),
                    box,
                    ArraySlice.of(secret));
        } catch (Failure.Corrupt e) {
            throw new Failure.Corrupt(
                    "the secret of access key " + record.accessKeyId() + " does not open: " + e.getMessage(), e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        return DestroyableSecret.owning(secret);
    }

    private static byte[] bytes(AccessKeyRecord record) {
        try {
            byte[] sealed = Base64.getDecoder().decode(record.sealedSecret());
            if (sealed.length == SEALED_BYTES) {
                return sealed;
            }
        } catch (IllegalArgumentException e) {
            throw new Failure.Corrupt("the sealed secret of access key " + record.accessKeyId() + " is not base64", e);
        }
        throw new Failure.Corrupt(
                "the sealed secret of access key " + record.accessKeyId() + " is not of " + SEALED_BYTES + " bytes");
    }

    private static ArraySlice associated(String accessKeyId) {
        byte[] id = accessKeyId.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(LABEL, LABEL.length + id.length);
        System.arraycopy(id, 0, all, LABEL.length, id.length);
        return ArraySlice.of(all);
    }
}
