package io.ebsnap.kms;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.format.KeystoreHeader;
import io.ebsnap.format.PassphraseCost;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** The content of a key file or credential, as it stands there. It is read anew each time and not kept. */
final class KeyFileRoot implements RootSecret {

    /** The fewest bytes of a key file, and those of a new one. */
    static final int KEY_BYTES = 32;

    private final SecretFile file;
    private final Optional<SecureRandom> maker;

    /** {@code maker} makes the bytes of a new key file; without it there is none. */
    KeyFileRoot(SecretFile file, Optional<SecureRandom> maker) {
        this.file = file;
        this.maker = maker;
    }

    @Override
    public void provide() {
        if (maker.isPresent() && !file.exists()) {
            create(maker.get());
        }
        read().close();
    }

    @Override
    public Optional<PassphraseCost> cost() {
        return Optional.empty();
    }

    @Override
    public DestroyableSecret secretFor(KeystoreHeader header) {
        return read();
    }

    @Override
    public String words() {
        return "the key in " + file.path();
    }

    @Override
    public void close() {
        // Nothing is kept.
    }

    @Override
    public String toString() {
        return "KeyFileRoot[" + file.path() + "]";
    }

    private void create(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            DurableFiles.createIfAbsent(file.path(), key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private DestroyableSecret read() {
        DestroyableSecret key = file.read();
        int length = key.length();
        if (length < KEY_BYTES) {
            key.close();
            throw new Failure.Invalid(
                    "key file " + file.path() + " has " + length + " bytes instead of at least " + KEY_BYTES,
                    "make one with: head -c 32 /dev/urandom > FILE; chmod 600 FILE");
        }
        return key;
    }
}
