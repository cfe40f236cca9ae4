package io.ebsnap.api;

/** A message is not what the protocol says: its length, its JSON or its fields. The message text says what and where. */
public final class MalformedMessage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedMessage(String message) {
        super(message);
    }

    MalformedMessage(String message, Throwable cause) {
        super(message, cause);
    }
}
