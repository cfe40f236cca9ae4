package io.ebsnap.volume;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.crypto.XtsCipher;
import io.ebsnap.crypto.XtsCiphers;
import java.util.Random;

/** Targets that are encrypted under a key that tests know. */
final class EncryptedFixture {

    static final TargetCiphering CIPHERING =
            new TargetCiphering(XtsCiphers.corretto().get(), new CipherPieces());

    private EncryptedFixture() {}

    /** The same each time. */
    static DestroyableSecret key() {
        byte[] bytes = new byte[XtsCipher.KEY_BYTES];
        new Random(77).nextBytes(bytes);
        return DestroyableSecret.owning(bytes);
    }

    static VolumeTarget over(VolumeTarget raw) {
        return new EncryptedTarget(raw, key(), CIPHERING);
    }
}
