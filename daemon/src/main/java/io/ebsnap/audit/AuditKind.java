package io.ebsnap.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a line of the audit log says. */
public enum AuditKind {
    /** Something was asked for, and is not done yet. */
    REQUEST,
    /** How a request ended. */
    RESPONSE,
    /** A record of the catalog is about to change. */
    INTENT,
    /** Something has changed. */
    EVENT,
    /** What an intent announced was not done. */
    WITHDRAWN;

    /** The word for it in the log. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<AuditKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Whether another line is to say what came of it. */
    boolean isOpen() {
        return this == REQUEST || this == INTENT;
    }
}
