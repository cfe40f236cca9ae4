package io.ebsnap.control;

import io.ebsnap.api.Secret;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import java.util.Arrays;
import java.util.Base64;

/** Plaintexts, which are base64 on their way; every copy between is overwritten. */
final class PlaintextBytes {

    private PlaintextBytes() {}

    /**
     * The bytes of a plaintext, to be closed by the caller.
     *
     * @throws Failure.Invalid if it is not base64; the message tells nothing of it
     */
    static DestroyableSecret of(Secret base64) {
        byte[] ascii = new byte[base64.chars().length];
        try {
            for (int i = 0; i < ascii.length; i++) {
                char each = base64.chars()[i];
                ascii[i] = each < 128 ? (byte) each : (byte) -1;
            }
            return DestroyableSecret.owning(Base64.getDecoder().decode(ascii));
        } catch (IllegalArgumentException e) {
            throw new Failure.Invalid("Plaintext is not base64");
        } finally {
            Arrays.fill(ascii, (byte) 0);
        }
    }

    /** Bytes as they are told; whoever gets them closes them. */
    static Secret shape(DestroyableSecret plaintext) {
        byte[] ascii = plaintext.reveal(Base64.getEncoder()::encode);
        try {
            char[] chars = new char[ascii.length];
            for (int i = 0; i < chars.length; i++) {
                chars[i] = (char) ascii[i];
            }
            return Secret.owning(chars);
        } finally {
            Arrays.fill(ascii, (byte) 0);
        }
    }
}
