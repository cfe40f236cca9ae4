package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.AuditDetail;
import io.ebsnap.api.AuditEntry;
import io.ebsnap.api.AuditLogVerification;
import io.ebsnap.api.AuditRequest.DescribeAuditLog;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of the audit log as people see them. */
final class AuditViews {

    private AuditViews() {}

    /** Sequence number of the latest line. */
    static long latest(ApiClient daemon) {
        return daemon.call(new DescribeAuditLog(Long.MAX_VALUE - 1, 1, List.of()))
                .nextSequence();
    }

    /** Prints lines as they come: there may be no end to them, so no column is fitted to the widest. */
    static void print(List<AuditEntry> entries, boolean json, Renderer renderer) {
        for (AuditEntry entry : entries) {
            if (json) {
                renderer.jsonLine(entry);
            } else {
                renderer.line(line(entry));
            }
        }
    }

    private static String line(AuditEntry entry) {
        String what = entry.of() == null ? entry.kind() : entry.kind() + " of " + entry.of();
        String about = entry.details().stream().map(AuditViews::detail).collect(Collectors.joining(" "));
        return String.join(
                        "  ",
                        Long.toString(entry.sequence()),
                        Human.time(entry.time()),
                        entry.principal(),
                        what,
                        entry.action(),
                        orNothing(entry.result()),
                        String.join(" ", entry.resources()),
                        orNothing(entry.message()),
                        about)
                .replaceAll(" {3,}", "  ")
                .stripTrailing();
    }

    private static String detail(AuditDetail detail) {
        return detail.name() + "=" + detail.value();
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }

    static Table verification(AuditLogVerification found) {
        Table table = Table.pairs()
                .row("lines", found.firstSequence() + " to " + found.lastSequence())
                .row("hash", found.hash());
        if (found.sequenceHash() != null) {
            table.row("asked for", found.sequenceHash());
        }
        if (found.findings().isEmpty()) {
            table.row("result", "every line is as it was written");
        }
        found.findings().forEach(finding -> table.row("damaged", finding));
        return table;
    }
}
