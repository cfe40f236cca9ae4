package io.ebsnap.kms;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;

/** Makes what is new in a keystore: names and times. */
final class KeyMaker {

    private static final int GRANT_ID_BYTES = 32;
    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_BITS = 3L << 62;
    private static final long VARIANT_RFC = 2L << 62;

    private final SecureRandom random;
    private final InstantSource clock;

    KeyMaker(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /** 64 random hexadecimal digits. */
    String grantId() {
        byte[] bytes = new byte[GRANT_ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A random UUID, version 4. */
    UUID uuid() {
        long high = (random.nextLong() & ~VERSION_BITS) | VERSION_4;
        long low = (random.nextLong() & ~VARIANT_BITS) | VARIANT_RFC;
        return new UUID(high, low);
    }

    /** The time of day, as it is kept. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
