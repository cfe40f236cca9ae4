package io.ebsnap.cli;

import io.ebsnap.api.Attachment;
import io.ebsnap.api.BootSet;
import io.ebsnap.api.Hydration;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeMove;
import io.ebsnap.api.VolumeProtection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Volumes as people see them. */
final class VolumeViews {

    private VolumeViews() {}

    static Table protection(List<VolumeProtection> volumes) {
        Table table = Table.of(
                "VOLUME", "NAME", "STATE", ">SNAPSHOTS", "LAST", "VERIFIED", ">SIZE", ">CHANGED/DAY", "POLICIES");
        for (VolumeProtection volume : volumes) {
            table.row(
                    volume.volumeId(),
                    volume.name(),
                    volume.state(),
                    Human.count(volume.snapshots()),
                    Human.time(volume.lastSnapshotTime()),
                    Human.time(volume.lastVerificationTime()),
                    Human.size(volume.sizeBytes()),
                    Human.size(volume.changedBytesPerDay()),
                    orDash(String.join(", ", volume.policies())));
        }
        return table;
    }

    static Table list(List<Volume> volumes) {
        Table table =
                Table.of("VOLUME", "NAME", "KIND", ">SIZE", "STATE", ">HYDRATED", "ZONE", "DEVICE", "CREATED", "TAGS");
        for (Volume volume : volumes) {
            ServedVolume served = volume.served();
            table.row(
                    volume.volumeId(),
                    orDash(volume.name()),
                    volume.kind(),
                    Human.size(volume.sizeInBytes()),
                    volume.state(),
                    served == null ? "-" : served.hydration().percent() + "%",
                    served == null ? "-" : zone(served),
                    devices(volume),
                    Human.time(volume.createTime()),
                    Human.tags(volume.tags()));
        }
        return table;
    }

    /** Of a registered volume its own, of a managed one what it is attached as. */
    private static String devices(Volume volume) {
        return volume.attachments().isEmpty()
                ? orDash(volume.device())
                : volume.attachments().stream().map(Attachment::device).collect(Collectors.joining(", "));
    }

    static Table one(Volume volume) {
        Table table = Table.pairs()
                .row("volume", volume.volumeId())
                .row("name", orDash(volume.name()))
                .row("kind", volume.kind());
        if (volume.served() == null) {
            table.row("device", orDash(volume.device())).row("identity", orDash(volume.deviceIdentity()));
        }
        table.row("size", Human.size(volume.sizeInBytes()) + " (" + Human.count(volume.sizeInBytes()) + " bytes)")
                .row("state", state(volume));
        if (volume.served() != null) {
            addServed(table, volume, volume.served());
        }
        return table.row("created", Human.time(volume.createTime())).row("tags", Human.tags(volume.tags()));
    }

    private static String state(Volume volume) {
        return volume.served() == null || volume.served().stateMessage() == null
                ? volume.state()
                : volume.state() + ": " + volume.served().stateMessage();
    }

    private static void addServed(Table table, Volume volume, ServedVolume served) {
        table.row("zone", zone(served)).row("snapshot", orDash(served.snapshotId()));
        if (served.sourceVolumeId() != null) {
            table.row("copy of", served.sourceVolumeId());
        }
        table.row("target", served.target()).row("encrypted", encryption(served));
        if (served.restoreReason() != null) {
            table.row("restore", restore(served));
        }
        volume.attachments()
                .forEach(attachment ->
                        table.row("attached", attached(attachment)).row("speed", speed(attachment)));
        served.users().forEach(user -> table.row("used by", user));
        addHydration(table, served);
    }

    private static String encryption(ServedVolume served) {
        return served.kmsKeyId() == null ? "no" : "yes, under " + served.kmsKeyId();
    }

    /** With where it moves to. */
    private static String zone(ServedVolume served) {
        VolumeMove move = served.move();
        String zone = orDash(served.availabilityZone());
        if (move == null) {
            return zone;
        }
        if (move.state().equals(VolumeMove.FAILED)) {
            return zone + " (move to " + move.otherAvailabilityZone() + " failed: " + move.message() + ")";
        }
        return move.state().equals(VolumeMove.MODIFYING)
                ? zone + " -> " + move.otherAvailabilityZone() + " " + percent(move) + "%"
                : zone + " (" + move.otherAvailabilityZone() + " is being cleared)";
    }

    private static long percent(VolumeMove move) {
        return move.bytesTotal() <= 0 ? 0 : (long) (move.bytesDone() / (move.bytesTotal() / 100.0));
    }

    private static String restore(ServedVolume served) {
        return Boolean.TRUE.equals(served.fastRestored())
                ? "fast, by " + served.restoreReason()
                : orDash(served.restoreReason());
    }

    private static String attached(Attachment attachment) {
        return device(attachment) + ", by " + attachment.method() + (attachment.readOnly() ? ", read-only" : "")
                + ", since " + Human.time(attachment.attachTime());
    }

    private static String device(Attachment attachment) {
        return attachment.deviceLink() == null
                ? attachment.device()
                : attachment.device() + " (" + attachment.deviceLink() + ")";
    }

    private static String speed(Attachment attachment) {
        if (attachment.nativeSpeed()) {
            return "native: the kernel serves it itself";
        }
        return attachment.servedReason() == null
                ? "served by the daemon"
                : "served by the daemon: " + attachment.servedReason();
    }

    /** How a volume is filled. */
    static Table hydration(Volume volume) {
        Table table = Table.pairs().row("volume", volume.volumeId());
        if (volume.served() == null) {
            return table.row("hydration", "none: it is registered");
        }
        addHydration(table.row("snapshot", orDash(volume.served().snapshotId())), volume.served());
        return table;
    }

    private static void addHydration(Table table, ServedVolume served) {
        Hydration hydration = served.hydration();
        table.row("hydration", hydration.percent() + " % " + hydration.phase());
        if (!hydration.isCompleted()) {
            table.row("content", Human.size(hydration.bytesPresent()) + " of " + Human.size(hydration.bytesTotal()))
                    .row("rate", Human.rate(hydration.rateBytesPerSecond()) + limit(hydration))
                    .row("to go", hydration.etaSeconds() == null ? "-" : Human.duration(hydration.etaSeconds()))
                    .row("boot set", bootSet(hydration.bootSet()));
        }
        if (hydration.message() != null) {
            table.row("message", hydration.message());
        }
    }

    private static String bootSet(@Nullable BootSet set) {
        if (set == null) {
            return "-";
        }
        return set.isCompleted()
                ? Human.size(set.bytesTotal()) + ", there since " + Human.time(set.completionTime())
                : Human.size(set.bytesPresent()) + " of " + Human.size(set.bytesTotal());
    }

    /** What became of a volume whose boot set was waited for, in one line. */
    static Table bootSetThere(Volume volume) {
        ServedVolume served = volume.served();
        if (served == null || !served.hydration().isBootSetCompleted()) {
            return hydrated(volume);
        }
        return Table.pairs()
                .row(
                        volume.volumeId(),
                        "boot set there; the whole is hydrated to "
                                + served.hydration().percent() + " %");
    }

    private static String limit(Hydration hydration) {
        return hydration.rateBytesPerSecondMax() == 0
                ? ", no limit"
                : ", at most " + Human.rate(hydration.rateBytesPerSecondMax());
    }

    /** What became of a volume that was waited for, in one line. */
    static Table hydrated(Volume volume) {
        ServedVolume served = volume.served();
        return Table.pairs()
                .row(
                        volume.volumeId(),
                        served == null
                                ? volume.kind()
                                : served.hydration().isCompleted()
                                        ? "hydrated: " + served.target() + " alone has the whole content"
                                                + (served.encrypted() ? ", encrypted" : "")
                                        : served.hydration().phase());
    }

    private static String orDash(@Nullable String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }
}
