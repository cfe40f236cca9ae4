package io.ebsnap.cli;

import io.ebsnap.api.SnapshotMount;
import io.ebsnap.api.SnapshotPart;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Mounts, and what is in snapshots, as people see them. */
final class MountViews {

    private MountViews() {}

    static Table parts(List<SnapshotPart> parts) {
        Table table = Table.of("PART", "TYPE", ">SIZE", "FILE SYSTEM", "LABEL", "UUID");
        for (SnapshotPart part : parts) {
            table.row(
                    part.name(),
                    part.type(),
                    part.sizeInBytes() == 0 ? "-" : Human.size(part.sizeInBytes()),
                    part.problem() == null ? word(part.fileSystem()) : "(" + part.problem() + ")",
                    word(part.label()),
                    word(part.uuid()));
        }
        return table;
    }

    static Table mounts(List<SnapshotMount> mounts) {
        Table table = Table.of("SNAPSHOT", "PART", "FILE SYSTEM", "DEVICE", "MOUNTED ON", "SINCE");
        for (SnapshotMount mount : mounts) {
            table.row(
                    mount.snapshotId(),
                    mount.part(),
                    mount.fileSystem(),
                    mount.device(),
                    mount.mountPoints().isEmpty() ? "-" : String.join(", ", mount.mountPoints()),
                    Human.time(mount.attachTime()));
        }
        return table;
    }

    private static String word(@Nullable String text) {
        return Objects.requireNonNullElse(text, "-");
    }
}
