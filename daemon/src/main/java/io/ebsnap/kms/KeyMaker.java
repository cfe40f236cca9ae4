package io.ebsnap.kms;

import io.ebsnap.format.KeystoreContent;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Makes new KMS keys. */
final class KeyMaker {

    /** The state of a key that may be used. */
    static final String ENABLED = "Enabled";

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

    /** An enabled key with one version. */
    KeystoreContent.Key key(String description, List<String> aliases) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        byte[] material = new byte[KeystoreContent.MATERIAL_BYTES];
        random.nextBytes(material);
        KeystoreContent.Version first = new KeystoreContent.Version(1, now, material);
        return new KeystoreContent.Key(uuid(), description, ENABLED, now, aliases, List.of(first));
    }

    /** A random UUID, version 4. */
    UUID uuid() {
        long high = (random.nextLong() & ~VERSION_BITS) | VERSION_4;
        long low = (random.nextLong() & ~VARIANT_BITS) | VARIANT_RFC;
        return new UUID(high, low);
    }
}
