package io.ebsnap.format;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ebsnap.failure.Failure;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a keystore holds, in the clear: the JSON body of {@code docs/format/keystore.md}. Whoever has it closes it, which zeroes the
 * material.
 *
 * @param keystoreId names the keystore
 * @param keys in the order of their creation, at most {@link #KEYS_MAX}
 */
public record KeystoreContent(UUID keystoreId, List<Key> keys) implements AutoCloseable {

    /** The most keys of a keystore. */
    public static final int KEYS_MAX = 10_000;

    /** Length of the material of a key version in bytes. */
    public static final int MATERIAL_BYTES = 32;

    /** Buffers are not pooled: they would keep what they held. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public KeystoreContent {
        Objects.requireNonNull(keystoreId, "KeystoreId");
        keys = List.copyOf(keys);
        if (keys.size() > KEYS_MAX) {
            throw new IllegalArgumentException(keys.size() + " keys are more than " + KEYS_MAX);
        }
        if (keys.stream().map(Key::keyId).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("a key id stands twice");
        }
    }

    /**
     * A KMS key.
     *
     * @param keyId its name
     * @param description what it is for
     * @param keyState {@code Enabled} or {@code Disabled}, as KMS says it
     * @param creationDate when
     * @param aliases such as {@code alias/aws/ebs}
     * @param versions in the order of their numbers, at least one; the last one wraps
     */
    public record Key(
            UUID keyId,
            String description,
            String keyState,
            Instant creationDate,
            List<String> aliases,
            List<Version> versions) {

        public Key {
            Objects.requireNonNull(keyId, "KeyId");
            Objects.requireNonNull(description, "Description");
            Objects.requireNonNull(keyState, "KeyState");
            Objects.requireNonNull(creationDate, "CreationDate");
            aliases = List.copyOf(aliases);
            versions = List.copyOf(versions);
            for (int i = 1; i < versions.size(); i++) {
                if (versions.get(i - 1).version() >= versions.get(i).version()) {
                    throw new IllegalArgumentException("versions of a key are out of order");
                }
            }
            if (versions.isEmpty()) {
                throw new IllegalArgumentException("a key has no version");
            }
        }

        /** The version that wraps. */
        @JsonIgnore
        public Version current() {
            return versions.getLast();
        }
    }

    /**
     * A version of a KMS key.
     *
     * @param version counted from 1
     * @param creationDate when
     * @param material {@link #MATERIAL_BYTES} secret bytes, shared with whoever holds the content
     */
    @SuppressWarnings("ArrayRecordComponent") // secret bytes: a copy more would be one more to zero
    public record Version(int version, Instant creationDate, byte[] material) {

        public Version {
            Objects.requireNonNull(creationDate, "CreationDate");
            if (version < 1 || material.length != MATERIAL_BYTES) {
                throw new IllegalArgumentException("version " + version + " of " + material.length + " bytes");
            }
        }

        /** Says nothing of the material. */
        @Override
        public String toString() {
            return "Version[" + version + "]";
        }
    }

    /** The JSON of it, in UTF-8: the caller zeroes it. */
    public byte[] encode() {
        return JSON.writeValueAsBytes(this);
    }

    /**
     * The content that {@link #encode} made.
     *
     * @throws Failure.Corrupt if it is malformed; the message tells nothing of it, for it is secret
     * @throws Failure.TooNew if it has a field that this program does not know
     */
    public static KeystoreContent decode(byte[] json) {
        try {
            KeystoreContent content = JSON.readValue(json, KeystoreContent.class);
            if (content == null) {
                throw new Failure.Corrupt("the body of the keystore is empty");
            }
            return content;
        } catch (UnrecognizedPropertyException e) {
            throw new Failure.TooNew("the body of the keystore has a field that is not known");
        } catch (JacksonException e) {
            throw new Failure.Corrupt("the body of the keystore is not what a keystore holds");
        }
    }

    /** A copy with material of its own. */
    public KeystoreContent copy() {
        return decodeAndZero(encode());
    }

    /** Zeroes the material of all keys. */
    @Override
    public void close() {
        keys.stream()
                .flatMap(key -> key.versions().stream())
                .forEach(version -> Arrays.fill(version.material(), (byte) 0));
    }

    private static KeystoreContent decodeAndZero(byte[] json) {
        try {
            return decode(json);
        } finally {
            Arrays.fill(json, (byte) 0);
        }
    }
}
