package io.ebsnap.format;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.ebsnap.failure.Failure;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a keystore holds, in the clear: the JSON body of {@code docs/format/keystore.md}. Whoever has it closes it, which zeroes the
 * material.
 *
 * @param keystoreId names the keystore
 * @param keys in the order of their creation, at most {@link #KEYS_MAX}
 * @param deletedKeys in the order of their deletion, at most {@link #DELETED_KEYS_MAX}
 * @param unfinishedKeyId of a key that is being made in a token: a crash may have left its material there. The next key that is made in a
 *     token has this id, and takes the material; null for none
 */
public record KeystoreContent(
        UUID keystoreId,
        List<Key> keys,
        List<DeletedKey> deletedKeys,
        @Nullable UUID unfinishedKeyId) implements AutoCloseable {

    /** The most keys of a keystore. */
    public static final int KEYS_MAX = 10_000;

    /** The most deleted keys that are remembered. */
    public static final int DELETED_KEYS_MAX = 100_000;

    /** The most versions of a key. */
    public static final int VERSIONS_MAX = 1_000;

    /** Length of the material of a key version in bytes. */
    public static final int MATERIAL_BYTES = 32;

    public KeystoreContent {
        Objects.requireNonNull(keystoreId, "KeystoreId");
        keys = List.copyOf(keys);
        deletedKeys = List.copyOf(deletedKeys);
        if (keys.size() > KEYS_MAX || deletedKeys.size() > DELETED_KEYS_MAX) {
            throw new IllegalArgumentException(keys.size() + " keys, " + deletedKeys.size() + " deleted ones");
        }
        if (keys.stream().map(Key::keyId).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("a key id stands twice");
        }
    }

    /** A keystore of which no key was deleted. */
    public static KeystoreContent of(UUID keystoreId, List<Key> keys) {
        return new KeystoreContent(keystoreId, keys, List.of(), null);
    }

    /** The same with other keys. */
    public KeystoreContent with(List<Key> otherKeys) {
        return new KeystoreContent(keystoreId, otherKeys, deletedKeys, unfinishedKeyId);
    }

    /** The same with other keys that were deleted. */
    public KeystoreContent withDeleted(List<DeletedKey> otherDeletedKeys) {
        return new KeystoreContent(keystoreId, keys, otherDeletedKeys, unfinishedKeyId);
    }

    /** The same while a key is being made in a token, or while none is. */
    public KeystoreContent making(@Nullable UUID keyId) {
        return new KeystoreContent(keystoreId, keys, deletedKeys, keyId);
    }

    /** The same as a recovery file holds it: every version is in one. */
    public KeystoreContent exported() {
        return with(keys.stream()
                .map(key -> key.rotating(
                        key.rotation(),
                        key.versions().stream().map(Version::asExported).toList()))
                .toList());
    }

    /**
     * A KMS key.
     *
     * @param keyId its name
     * @param accountId 12-digit owner; empty for the account of the daemon
     * @param description what it is for
     * @param keyState whether it may be used
     * @param creationDate when
     * @param deletionDate when it will be deleted; null unless its state is {@link KeyState#PENDING_DELETION}
     * @param aliases such as {@code alias/aws/ebs}
     * @param tags with different keys, in the order given
     * @param rotation when it gets new material by itself
     * @param grants in the order of their creation
     * @param versions in the order of their numbers, 1 to {@link #VERSIONS_MAX}; the last one is current
     * @param givenPolicy what was given of its policy; null for KMS's default
     */
    public record Key(
            UUID keyId,
            String accountId,
            String description,
            KeyState keyState,
            Instant creationDate,
            @Nullable Instant deletionDate,
            List<String> aliases,
            List<KeyTag> tags,
            KeyRotation rotation,
            List<KeyGrant> grants,
            List<Version> versions,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            GivenKeyPolicy givenPolicy) {

        public Key {
            Objects.requireNonNull(keyId, "KeyId");
            Objects.requireNonNull(accountId, "AccountId");
            Objects.requireNonNull(description, "Description");
            Objects.requireNonNull(keyState, "KeyState");
            Objects.requireNonNull(creationDate, "CreationDate");
            Objects.requireNonNull(rotation, "Rotation");
            aliases = List.copyOf(aliases);
            tags = List.copyOf(tags);
            grants = List.copyOf(grants);
            versions = List.copyOf(versions);
            requireOrder(versions);
            if ((keyState == KeyState.PENDING_DELETION) != (deletionDate != null)) {
                throw new IllegalArgumentException("a key in state " + keyState + " to be deleted " + deletionDate);
            }
        }

        /** A key that may be used, of the daemon's account, with nothing else about it. */
        public static Key enabled(
                UUID keyId, String description, Instant creationDate, List<String> aliases, List<Version> versions) {
            return new Key(
                    keyId,
                    "",
                    description,
                    KeyState.ENABLED,
                    creationDate,
                    null,
                    aliases,
                    List.of(),
                    KeyRotation.OFF,
                    List.of(),
                    versions,
                    null);
        }

        private static void requireOrder(List<Version> versions) {
            if (versions.isEmpty() || versions.size() > VERSIONS_MAX) {
                throw new IllegalArgumentException("a key has " + versions.size() + " versions");
            }
            for (int i = 1; i < versions.size(); i++) {
                if (versions.get(i - 1).version() >= versions.get(i).version()) {
                    throw new IllegalArgumentException("versions of a key are out of order");
                }
            }
        }

        /** The newest version. */
        @JsonIgnore
        public Version current() {
            return versions.getLast();
        }

        /** The same in a state that has no deletion date. */
        public Key in(KeyState state) {
            return changed(description, state, null);
        }

        /** The same, to be deleted. */
        public Key toBeDeleted(Instant date) {
            return changed(description, KeyState.PENDING_DELETION, date);
        }

        /** The same with another description. */
        public Key described(String words) {
            return changed(words, keyState, deletionDate);
        }

        private Key changed(String words, KeyState state, @Nullable Instant deletion) {
            return new Key(
                    keyId,
                    accountId,
                    words,
                    state,
                    creationDate,
                    deletion,
                    aliases,
                    tags,
                    rotation,
                    grants,
                    versions,
                    givenPolicy);
        }

        /** The same of another account. */
        public Key ownedBy(String account) {
            return new Key(
                    keyId,
                    account,
                    description,
                    keyState,
                    creationDate,
                    deletionDate,
                    aliases,
                    tags,
                    rotation,
                    grants,
                    versions,
                    givenPolicy);
        }

        /** The same with other aliases. */
        public Key aliased(List<String> other) {
            return new Key(
                    keyId,
                    accountId,
                    description,
                    keyState,
                    creationDate,
                    deletionDate,
                    other,
                    tags,
                    rotation,
                    grants,
                    versions,
                    givenPolicy);
        }

        /** The same with other tags. */
        public Key tagged(List<KeyTag> other) {
            return new Key(
                    keyId,
                    accountId,
                    description,
                    keyState,
                    creationDate,
                    deletionDate,
                    aliases,
                    other,
                    rotation,
                    grants,
                    versions,
                    givenPolicy);
        }

        /** The same with other grants. */
        public Key granting(List<KeyGrant> other) {
            return new Key(
                    keyId,
                    accountId,
                    description,
                    keyState,
                    creationDate,
                    deletionDate,
                    aliases,
                    tags,
                    rotation,
                    other,
                    versions,
                    givenPolicy);
        }

        /** The same with another rotation and other versions. */
        public Key rotating(KeyRotation other, List<Version> otherVersions) {
            return new Key(
                    keyId,
                    accountId,
                    description,
                    keyState,
                    creationDate,
                    deletionDate,
                    aliases,
                    tags,
                    other,
                    grants,
                    otherVersions,
                    givenPolicy);
        }

        /** The same with what was given of its policy; null for KMS's default. */
        public Key governed(@Nullable GivenKeyPolicy other) {
            return new Key(
                    keyId,
                    accountId,
                    description,
                    keyState,
                    creationDate,
                    deletionDate,
                    aliases,
                    tags,
                    rotation,
                    grants,
                    versions,
                    other);
        }
    }

    /**
     * A version of a KMS key. Its material is either here or in a token.
     *
     * @param version counted from 1
     * @param creationDate when
     * @param rotationType how it came to be
     * @param exported whether a recovery file has it
     * @param material {@link #MATERIAL_BYTES} secret bytes, shared with whoever holds the content; null if they are in a token
     * @param token label of the token that has it; null if it is here
     */
    @SuppressWarnings("ArrayRecordComponent") // secret bytes: a copy more would be one more to zero
    public record Version(
            int version,
            Instant creationDate,
            RotationType rotationType,
            boolean exported,
            byte @Nullable [] material,
            @Nullable String token) {

        public Version {
            Objects.requireNonNull(creationDate, "CreationDate");
            Objects.requireNonNull(rotationType, "RotationType");
            if (version < 1 || (material == null) == (token == null)) {
                throw new IllegalArgumentException("version " + version + " in token " + token);
            }
            if (material != null && material.length != MATERIAL_BYTES) {
                throw new IllegalArgumentException("version " + version + " of " + material.length + " bytes");
            }
        }

        /** A version whose material is here. */
        public static Version here(
                int version, Instant creationDate, RotationType rotationType, boolean exported, byte[] material) {
            return new Version(version, creationDate, rotationType, exported, material, null);
        }

        /** A version whose material is in a token. */
        public static Version inToken(
                int version, Instant creationDate, RotationType rotationType, boolean exported, String token) {
            return new Version(version, creationDate, rotationType, exported, null, token);
        }

        /** The same with material of its own. */
        public Version copied() {
            return new Version(
                    version, creationDate, rotationType, exported, material == null ? null : material.clone(), token);
        }

        /** Whether its material is the same as another's: the same bytes, or in the same token. */
        public boolean hasMaterialOf(Version other) {
            return Objects.equals(token, other.token) && MessageDigest.isEqual(material, other.material);
        }

        private Version asExported() {
            return new Version(version, creationDate, rotationType, true, material, token);
        }

        /** Says nothing of the material. */
        @Override
        public String toString() {
            return "Version[" + version + "]";
        }
    }

    /** The JSON of it, in UTF-8, as files of the newest version hold it: the caller zeroes it. */
    public byte[] encode() {
        return KeystoreJson.encode(this);
    }

    /**
     * The content of a file's body.
     *
     * @param version of the file
     * @throws Failure.Corrupt if it is malformed; the message tells nothing of it, for it is secret
     * @throws Failure.TooNew if it has a field that this program does not know
     */
    public static KeystoreContent decode(int version, byte[] json) {
        try {
            return version == 1
                    ? KeystoreJson.decode(json, KeystoreContentV1.class).today()
                    : KeystoreJson.decode(json, KeystoreContent.class);
        } catch (NullPointerException | IllegalArgumentException e) {
            throw new Failure.Corrupt("the body of the keystore is not what a keystore holds");
        }
    }

    /** A copy with material of its own. */
    public KeystoreContent copy() {
        byte[] json = encode();
        try {
            return decode(KeystoreHeader.VERSION, json);
        } finally {
            Arrays.fill(json, (byte) 0);
        }
    }

    /** Zeroes the material of all keys. */
    @Override
    public void close() {
        keys.forEach(KeystoreContent::destroy);
    }

    /** Zeroes the material of a key, as far as it is here. */
    public static void destroy(Key key) {
        for (Version version : key.versions()) {
            byte[] material = version.material();
            if (material != null) {
                Arrays.fill(material, (byte) 0);
            }
        }
    }
}
