package io.ebsnap.chunk;

import io.ebsnap.compress.BlockCompressor;
import io.ebsnap.compress.BlockDecompressor;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.DomainId;
import io.ebsnap.store.ObjectStore;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a {@link ChunkStore} is made of. It owns none of them.
 *
 * @param store where packs are kept
 * @param index of the same store
 * @param keys the keys of a domain, or {@code Failure.Denied}; not closed by the chunk store
 * @param cipher seals and opens chunks
 * @param compressor of new chunks
 * @param decompressor of all codecs
 * @param random names packs and makes nonces
 * @param commits runs a writer's commits in the background; each writer has at most {@link ChunkLimits#committingPacksMax} there
 * @param nanoTime elapsed time
 * @param crashPoints is told of each durable step
 * @param damage is told of each damaged chunk
 * @param limits bounds
 */
public record ChunkStoreParts(
        ObjectStore store,
        ChunkIndex index,
        Function<DomainId, DomainKeys> keys,
        AeadCipher cipher,
        BlockCompressor compressor,
        BlockDecompressor decompressor,
        SecureRandom random,
        Executor commits,
        LongSupplier nanoTime,
        CrashPoints crashPoints,
        DamageListener damage,
        ChunkLimits limits) {}
