package io.ebsnap.cli;

import io.ebsnap.api.SnapshotAttribute;
import io.ebsnap.api.SnapshotBlockPublicAccess;
import io.ebsnap.api.VolumePermission;
import java.util.List;
import java.util.Objects;

/** Sharing as people see it. */
final class SharingViews {

    private SharingViews() {}

    static Table permissions(SnapshotAttribute attribute) {
        List<String> accounts = attribute.createVolumePermissions().stream()
                .map(VolumePermission::userId)
                .filter(Objects::nonNull)
                .toList();
        return Table.pairs()
                .row("snapshot", attribute.snapshotId())
                .row("shared with", accounts.isEmpty() ? "no account" : String.join(" ", accounts))
                .row("public", publicly(attribute));
    }

    /** What is kept, and what holds. */
    private static String publicly(SnapshotAttribute attribute) {
        boolean kept = attribute.createVolumePermissions().stream().anyMatch(one -> one.group() != null);
        if (!kept) {
            return "no";
        }
        return attribute.publicNow() ? "yes" : "marked so, but not now: " + attribute.snapshotBlockPublicAccess();
    }

    static Table state(SnapshotBlockPublicAccess block) {
        return Table.pairs().row("block public access", block.state());
    }
}
