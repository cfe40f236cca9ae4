package io.ebsnap.audit;

import io.ebsnap.crypto.AeadCipher;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * What proves and seals an audit log.
 *
 * @param mac HMAC-SHA-256 under the log's key
 * @param sealKey derives the AES key of its lines, which is zeroed after each use
 * @param cipher seals them
 * @param random makes nonces; used by one thread at a time
 */
public record AuditKeys(
        UnaryOperator<byte[]> mac, Supplier<byte[]> sealKey, AeadCipher cipher, RandomGenerator random) {}
