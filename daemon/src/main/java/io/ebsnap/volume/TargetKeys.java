package io.ebsnap.volume;

import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.crypto.XtsCipher;
import io.ebsnap.crypto.XtsCiphers;
import io.ebsnap.device.BlockTarget;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.kms.Keyring;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The keys of encrypted targets: makes them, seals them for the record that they stand in, and opens targets with them. A holder is the id of such a
 * record. Safe for use by several threads.
 */
public final class TargetKeys {

    private static final int HALF = XtsCipher.KEY_BYTES / 2;
    private static final int SEALED_BYTES = AeadCipher.NONCE_BYTES + XtsCipher.KEY_BYTES + AeadCipher.TAG_BYTES;
    private static final byte[] LABEL = "ebsnap volume key v1".getBytes(StandardCharsets.US_ASCII);

    private final Keyring keyring;
    private final AeadCipher sealing;
    private final XtsCiphers xts;
    private final SecureRandom random;
    private final CipherPieces pieces = new CipherPieces();

    /**
     * Keys.
     *
     * @param keyring that has the domains' keys
     * @param sealing seals the targets' keys
     * @param xts encrypts the targets; asked when it is needed
     * @param random of keys and nonces
     */
    public TargetKeys(Keyring keyring, AeadCipher sealing, XtsCiphers xts, SecureRandom random) {
        this.keyring = keyring;
        this.sealing = sealing;
        this.xts = xts;
        this.random = random;
    }

    /**
     * A new key, sealed for its holder.
     *
     * @param key under which it can be had
     * @throws Failure.Denied if that key may not be used
     * @throws Failure.Unavailable if this machine cannot encrypt targets
     */
    public TargetEncryption make(String holder, KeyId key) {
        XtsCipher unused = xts.get();
        try (DestroyableSecret made = newKey()) {
            return seal(holder, key, made);
        }
    }

    /**
     * The key of another holder, sealed for a new one.
     *
     * @param key under which the new one is to have it
     */
    TargetEncryption handOn(String from, TargetEncryption encryption, String holder, KeyId key) {
        try (DestroyableSecret same = open(from, encryption)) {
            return seal(holder, key, same);
        }
    }

    /**
     * What is needed of a holder's target, to be put over it when that is open: nothing of it is touched where the key is not to be had.
     *
     * @param encryption of the holder's target; null if it is in the clear
     * @throws Failure.Denied if the KMS key is disabled, about to be deleted, deleted or not to be had
     * @throws Failure.Unavailable if this machine cannot decrypt targets, or the domain of the key is not known
     * @throws Failure.Corrupt if the sealed key is not the holder's
     */
    public Form formOf(String holder, @Nullable TargetEncryption encryption) {
        if (encryption == null) {
            return new Form(null, null);
        }
        TargetCiphering ciphering = new TargetCiphering(xts.get(), pieces);
        return new Form(open(holder, encryption), ciphering);
    }

    /** How a target's bytes lie: to be closed when it was put over a target, or could not. */
    public static final class Form implements AutoCloseable {
        private final @Nullable DestroyableSecret key;
        private final @Nullable TargetCiphering ciphering;

        private Form(@Nullable DestroyableSecret key, @Nullable TargetCiphering ciphering) {
            this.key = key;
            this.ciphering = ciphering;
        }

        /** A volume's bytes over what lies in its target; owns that. */
        VolumeTarget over(VolumeTarget raw) {
            return key == null || ciphering == null ? raw : new EncryptedTarget(raw, again(key), ciphering);
        }

        /** An image's bytes over what lies in its file or device, which is of whole sectors; owns that. */
        public BlockTarget over(BlockTarget raw) {
            return key == null || ciphering == null ? raw : new EncryptedImage(raw, again(key), ciphering);
        }

        private static DestroyableSecret again(DestroyableSecret key) {
            return key.reveal(DestroyableSecret::copyOf);
        }

        @Override
        public void close() {
            if (key != null) {
                key.close();
            }
        }
    }

    private DestroyableSecret newKey() {
        DestroyableSecret key = DestroyableSecret.random(random, XtsCipher.KEY_BYTES);
        boolean differ = key.reveal(bytes -> !Arrays.equals(bytes, 0, HALF, bytes, HALF, XtsCipher.KEY_BYTES));
        if (!differ) {
            key.close();
            throw new Failure.Internal("the two halves of a new key are the same: this machine's chance is none", null);
        }
        return key;
    }

    private TargetEncryption seal(String holder, KeyId key, DestroyableSecret secret) {
        DomainId domain = keyring.domainFor(key);
        byte[] nonce = new byte[AeadCipher.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, SEALED_BYTES);
        ArraySlice target = new ArraySlice(sealed, nonce.length, sealed.length - nonce.length);
        byte[] wrapping = keyring.keysOf(domain).volumeSealKey(holder);
        try {
            int unused = secret.reveal(
                    bytes -> sealing.seal(wrapping, nonce, associated(domain, holder), ArraySlice.of(bytes), target));
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
        return new TargetEncryption(
                key.toString(), domain.hex(), Base64.getEncoder().encodeToString(sealed));
    }

    private DestroyableSecret open(String holder, TargetEncryption encryption) {
        DomainId domain = DomainId.parse(encryption.domainId());
        byte[] sealed = bytes(holder, encryption);
        ArraySlice box = new ArraySlice(sealed, AeadCipher.NONCE_BYTES, sealed.length - AeadCipher.NONCE_BYTES);
        byte[] key = new byte[XtsCipher.KEY_BYTES];
        byte[] wrapping = keysOf(domain, holder).volumeSealKey(holder);
        try {
            int unused = sealing.open(
                    wrapping,
                    Arrays.copyOf(sealed, AeadCipher.NONCE_BYTES),
                    associated(domain, holder),
                    box,
                    ArraySlice.of(key));
        } catch (Failure.Corrupt e) {
            throw new Failure.Corrupt("the key of the target of " + holder + " does not open: " + e.getMessage(), e);
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
        return DestroyableSecret.owning(key);
    }

    /** A domain that is not there is no volume that is not there, which an attached device would be given up for. */
    private DomainKeys keysOf(DomainId domain, String holder) {
        try {
            return keyring.keysOf(domain);
        } catch (Failure.NotFound e) {
            throw new Failure.Unavailable(
                    "the key of the target of " + holder + " is not to be had: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String holder, TargetEncryption encryption) {
        try {
            byte[] sealed = Base64.getDecoder().decode(encryption.sealedKey());
            if (sealed.length == SEALED_BYTES) {
                return sealed;
            }
        } catch (IllegalArgumentException e) {
            throw new Failure.Corrupt("the sealed key of the target of " + holder + " is not base64", e);
        }
        throw new Failure.Corrupt(
                "the sealed key of the target of " + holder + " is not of " + SEALED_BYTES + " bytes");
    }

    private static ArraySlice associated(DomainId domain, String holder) {
        byte[] id = domain.bytes();
        byte[] name = holder.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(LABEL, LABEL.length + id.length + name.length);
        System.arraycopy(id, 0, all, LABEL.length, id.length);
        System.arraycopy(name, 0, all, LABEL.length + id.length, name.length);
        return ArraySlice.of(all);
    }
}
