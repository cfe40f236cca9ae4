package io.ebsnap.crypto;

import io.ebsnap.failure.Failure;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106, version 1.3) of passphrases: 32 bytes.
 *
 * @param memoryKib how much memory it takes, on the heap
 * @param passes over that memory
 * @param lanes that it consists of; they run one after the other
 */
public record PassphraseHash(int memoryKib, int passes, int lanes) {

    private static final int OUTPUT_BYTES = 32;
    private static final long KIBIBYTE = 1024;

    /**
     * The secret that a passphrase stands for.
     *
     * @param passphrase of any length
     * @param salt random, at least 8 bytes
     * @throws Failure.Exhausted if the memory that it takes is more than half of the largest heap that this process may have
     */
    public DestroyableSecret secretOf(DestroyableSecret passphrase, byte[] salt) {
        requireMemory();
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] secret = new byte[OUTPUT_BYTES];
        passphrase.reveal(bytes -> generator.generateBytes(bytes, secret));
        return DestroyableSecret.owning(secret);
    }

    private void requireMemory() {
        long needed = memoryKib * KIBIBYTE;
        long heap = Runtime.getRuntime().maxMemory();
        if (needed > heap / 2) {
            throw new Failure.Exhausted(
                    "Argon2id of a passphrase takes " + needed + " bytes, more than half of the heap of " + heap,
                    "give the process a larger heap (-Xmx)",
                    null);
        }
    }
}
