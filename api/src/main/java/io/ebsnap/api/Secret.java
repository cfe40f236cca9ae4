package io.ebsnap.api;

import java.util.Arrays;

/** A passphrase, key or plaintext on its way. Owned by whoever holds it, who closes it when it has been used; never part of a log or a text. */
public final class Secret implements AutoCloseable {

    private final char[] chars;

    private Secret(char[] chars) {
        this.chars = chars;
    }

    /** Takes over an array: it is overwritten when the secret is closed. */
    public static Secret owning(char[] chars) {
        return new Secret(chars);
    }

    /** Closes the secrets of a message. */
    public static void closeAllOf(Record message) {
        for (RecordShape.Part part : RecordShape.of(message.getClass()).parts()) {
            switch (part.get(message)) {
                case Secret secret -> secret.close();
                case Record nested -> closeAllOf(nested);
                case null, default -> {}
            }
        }
    }

    /** The characters themselves, not a copy: they are zeros once this is closed. */
    public char[] chars() {
        return chars;
    }

    /** Overwrites the characters. */
    @Override
    public void close() {
        Arrays.fill(chars, '\0');
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
