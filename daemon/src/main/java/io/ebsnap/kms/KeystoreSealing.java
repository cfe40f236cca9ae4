package io.ebsnap.kms;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.crypto.Hkdf;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.KeystoreFile;
import io.ebsnap.format.KeystoreHeader;
import io.ebsnap.format.KeystoreKind;
import io.ebsnap.geometry.ArraySlice;
import java.security.SecureRandom;
import java.util.Arrays;

/** Seals and opens keystore and recovery files. Safe for use by several threads. */
public final class KeystoreSealing {

    private static final String LABEL = "ebsnap keystore v1";

    private final AeadCipher cipher;
    private final SecureRandom random;

    public KeystoreSealing(AeadCipher cipher, SecureRandom random) {
        this.cipher = cipher;
        this.random = random;
    }

    AeadCipher cipher() {
        return cipher;
    }

    SecureRandom random() {
        return random;
    }

    /** The bytes of a file that holds {@code content} sealed under {@code root}, with a new salt and nonce. */
    byte[] seal(KeystoreKind kind, RootSecret root, KeystoreContent content) {
        KeystoreHeader header = KeystoreHeader.of(
                kind, root.cost(), randomBytes(KeystoreHeader.SALT_BYTES), randomBytes(KeystoreHeader.NONCE_BYTES));
        byte[] body = content.encode();
        try (DestroyableSecret key = keyOf(header, root)) {
            byte[] sealed = new byte[body.length + AeadCipher.TAG_BYTES];
            requireRoom(kind, sealed.length);
            ArraySlice associated = ArraySlice.of(header.encode(sealed.length));
            key.reveal(bytes ->
                    cipher.seal(bytes, header.nonce(), associated, ArraySlice.of(body), ArraySlice.of(sealed)));
            return KeystoreFile.of(header, sealed).encode();
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    /**
     * What a file holds.
     *
     * @return the caller's to close
     * @throws Failure.Denied if {@code root} is not what it is sealed under
     * @throws Failure.Corrupt if it is damaged
     */
    KeystoreContent open(KeystoreKind kind, RootSecret root, byte[] bytes) {
        KeystoreFile file = KeystoreFile.decode(kind, bytes);
        KeystoreHeader header = file.header();
        if (header.cost().isPresent() != root.cost().isPresent()) {
            throw new Failure.Denied(
                    "the " + kind.word() + " is sealed under " + header.root().words() + ", not under " + root.words());
        }
        byte[] body = unseal(root, file);
        try {
            return KeystoreContent.decode(header.version(), body);
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    /** The file's checksum was right, so bytes that do not authenticate mean another root, not decay. */
    private byte[] unseal(RootSecret root, KeystoreFile file) {
        KeystoreHeader header = file.header();
        byte[] sealed = file.sealed();
        byte[] body = new byte[sealed.length - AeadCipher.TAG_BYTES];
        ArraySlice associated = ArraySlice.of(header.encode(sealed.length));
        try (DestroyableSecret key = keyOf(header, root)) {
            key.reveal(k -> cipher.open(k, header.nonce(), associated, ArraySlice.of(sealed), ArraySlice.of(body)));
            return body;
        } catch (Failure.Corrupt e) {
            String word = header.kind().word();
            throw new Failure.Denied(
                    root.words() + " does not open the " + word, "give the one that the " + word + " was sealed under");
        }
    }

    private DestroyableSecret keyOf(KeystoreHeader header, RootSecret root) {
        try (DestroyableSecret secret = root.secretFor(header)) {
            return Hkdf.derive(header.salt(), secret, LABEL);
        }
    }

    private static void requireRoom(KeystoreKind kind, int sealedLength) {
        if (sealedLength > KeystoreFile.SEALED_BYTES_MAX) {
            throw new Failure.Exhausted(
                    "the " + kind.word() + " would hold " + sealedLength + " bytes; " + KeystoreFile.SEALED_BYTES_MAX
                            + " are possible",
                    null);
        }
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
