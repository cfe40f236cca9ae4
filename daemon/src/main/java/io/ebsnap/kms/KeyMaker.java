package io.ebsnap.kms;

import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.RotationType;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Makes new KMS keys, their versions and grants' names. */
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

    /** An enabled key with one version. */
    KeystoreContent.Key key(String description, List<String> aliases) {
        return KeystoreContent.Key.enabled(
                uuid(), description, now(), aliases, List.of(version(1, RotationType.CREATION)));
    }

    /** New material. */
    KeystoreContent.Version version(int number, RotationType type) {
        byte[] material = new byte[KeystoreContent.MATERIAL_BYTES];
        random.nextBytes(material);
        return new KeystoreContent.Version(number, now(), type, false, material);
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
