package io.ebsnap.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification of the audit log found.
 *
 * @param first sequence number of the first line that is there; 0 if there is none
 * @param last of the last one that was looked at
 * @param hash of the last one: 64 hex digits
 * @param askedHash that of the line that was asked for; null if none was, or it is not there
 * @param findings what is wrong; empty if every line is as it was written, and none is missing between the first and the last
 */
public record AuditVerification(
        long first, long last, String hash, @Nullable String askedHash, List<String> findings) {

    public AuditVerification {
        findings = List.copyOf(findings);
    }
}
