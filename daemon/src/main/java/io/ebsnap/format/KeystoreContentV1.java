package io.ebsnap.format;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The body of a keystore of version 1: keys that are all enabled, without owners, tags, rotation and grants. */
record KeystoreContentV1(UUID keystoreId, List<Key> keys) {

    record Key(
            UUID keyId,
            String description,
            KeyState keyState,
            Instant creationDate,
            List<String> aliases,
            List<Version> versions) {}

    @SuppressWarnings("ArrayRecordComponent") // secret bytes: a copy more would be one more to zero
    record Version(int version, Instant creationDate, byte[] material) {

        /** Says nothing of the material. */
        @Override
        public String toString() {
            return "Version[" + version + "]";
        }
    }

    /** The same in today's form; it shares the material. Whether there is a recovery file nobody knows, so that is taken for granted. */
    KeystoreContent today() {
        return KeystoreContent.of(
                keystoreId, keys.stream().map(KeystoreContentV1::today).toList());
    }

    private static KeystoreContent.Key today(Key key) {
        List<KeystoreContent.Version> versions = key.versions().stream()
                .map(version -> KeystoreContent.Version.here(
                        version.version(), version.creationDate(), RotationType.CREATION, true, version.material()))
                .toList();
        return KeystoreContent.Key.enabled(key.keyId(), key.description(), key.creationDate(), key.aliases(), versions)
                .in(key.keyState());
    }
}
