package io.ebsnap.identity;

import java.util.UUID;

/**
 * The name of a KMS key.
 *
 * @param value a random UUID
 */
public record KeyId(UUID value) {

    /**
     * The key id that {@link #toString()} printed.
     *
     * @throws IllegalArgumentException if it is not a UUID
     */
    public static KeyId parse(String text) {
        return new KeyId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
