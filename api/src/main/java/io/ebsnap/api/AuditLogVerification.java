package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification of the audit log found.
 *
 * @param firstSequence number of the first line that is there; 0 if there is none
 * @param lastSequence number of the last one
 * @param hash of the last one, and so of all: 64 hex digits
 * @param sequenceHash hash of the line that was asked for; absent if none was, or it is not there
 * @param findings what is wrong; empty if nothing is
 */
public record AuditLogVerification(
        long firstSequence,
        long lastSequence,
        String hash,
        @Nullable String sequenceHash,
        List<String> findings) {}
