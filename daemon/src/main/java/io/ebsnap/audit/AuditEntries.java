package io.ebsnap.audit;

import io.ebsnap.api.AuditDetail;
import io.ebsnap.api.AuditEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines in the form in which clients and event targets have them. */
public final class AuditEntries {

    private AuditEntries() {}

    /** That of a line. */
    public static AuditEntry of(AuditLine line) {
        List<AuditDetail> details = line.deed().details().entrySet().stream()
                .map(detail -> new AuditDetail(detail.getKey(), detail.getValue()))
                .toList();
        return new AuditEntry(
                line.sequence(),
                line.time(),
                line.kind().word(),
                line.of() == 0 ? null : line.of(),
                line.deed().principal().name(),
                line.deed().principal().accountId(),
                orNull(line.deed().ownerId()),
                line.deed().action(),
                line.deed().resources(),
                orNull(line.outcome().result()),
                orNull(line.outcome().message()),
                details);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
