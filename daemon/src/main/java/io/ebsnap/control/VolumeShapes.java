package io.ebsnap.control;

import io.ebsnap.api.Attachment;
import io.ebsnap.api.BootSet;
import io.ebsnap.api.Hydration;
import io.ebsnap.api.InitializationStatus;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeMove;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.catalog.VolumeCopy;
import io.ebsnap.catalog.VolumeMoveState;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.volume.BootSetProgress;
import io.ebsnap.volume.HydrationProgress;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.VolumeAttachment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Volumes as the protocol shows them. */
final class VolumeShapes {

    private static final String ATTACHED = "attached";
    private static final String DETACHED = "detached";

    private VolumeShapes() {}

    static Volume registered(VolumeRecord record) {
        return new Volume(
                record.volumeId(),
                Shapes.gibibytes(record.sizeBytes()),
                record.state(),
                record.createTime(),
                List.of(),
                Shapes.tags(record.tags()),
                orNull(record.name()),
                "registered",
                record.sizeBytes(),
                record.device(),
                record.deviceIdentity(),
                null);
    }

    /**
     * A volume that the daemon serves.
     *
     * @param attachments of all volumes
     * @param arnOfKey of a KMS key's id
     */
    static Volume managed(ManagedVolume volume, List<VolumeAttachment> attachments, UnaryOperator<String> arnOfKey) {
        ManagedVolumeRecord record = volume.record();
        return new Volume(
                record.volumeId(),
                Shapes.gibibytes(record.sizeBytes()),
                state(volume),
                record.createTime(),
                attachments.stream()
                        .filter(attachment -> attachment.volumeId().equals(record.volumeId()))
                        .map(VolumeShapes::attached)
                        .toList(),
                Shapes.tags(record.tags()),
                orNull(record.name()),
                "managed",
                record.sizeBytes(),
                null,
                null,
                served(volume, arnOfKey));
    }

    static Attachment attached(VolumeAttachment attachment) {
        return attachment(attachment, ATTACHED);
    }

    static Attachment detached(VolumeAttachment attachment) {
        return attachment(attachment, DETACHED);
    }

    private static Attachment attachment(VolumeAttachment attachment, String state) {
        return new Attachment(
                attachment.volumeId(),
                attachment.device(),
                state,
                attachment.attachTime(),
                attachment.method(),
                attachment.readOnly(),
                attachment.speed().direct(),
                orNull(attachment.speed().reason()),
                attachment.named().map(named -> named.name().text()).orElse(null),
                attachment.named().map(named -> named.link().toString()).orElse(null));
    }

    private static String state(ManagedVolume volume) {
        return switch (volume.record().state()) {
            case CREATING -> volume.trouble().isEmpty() ? "creating" : "error";
            case AVAILABLE -> {
                if (!volume.trouble().isEmpty()) {
                    yield "error";
                }
                yield volume.users().isEmpty() ? "available" : "in-use";
            }
            case DELETING -> "deleting";
        };
    }

    private static ServedVolume served(ManagedVolume volume, UnaryOperator<String> arnOfKey) {
        ManagedVolumeRecord record = volume.record();
        TargetEncryption encryption = record.encryption();
        VolumeOrigin origin = record.origin();
        VolumeCopy copy = record.copy();
        long rate = origin == null ? 0 : origin.initializationRate();
        Hydration hydration = hydration(volume.hydration(), rate);
        return new ServedVolume(
                record.zone(),
                origin == null || isOfCopy(origin, copy) ? null : origin.snapshotId(),
                origin == null ? null : origin.restoreMode().fastRestored(),
                origin == null ? null : origin.restoreMode().reason(),
                rate == 0 ? null : InitializationRate.mebibytes(rate),
                origin == null ? null : status(hydration),
                encryption != null,
                encryption == null ? null : arnOfKey.apply(encryption.kmsKeyId()),
                record.target().path(),
                volume.users(),
                hydration,
                orNull(volume.trouble()),
                move(volume),
                copy == null ? null : copy.sourceVolumeId(),
                PerformanceShapes.shown(record.performance()));
    }

    /** What a copy is made of is nobody's snapshot; a copy that was rolled back is of another one. */
    private static boolean isOfCopy(VolumeOrigin origin, @Nullable VolumeCopy copy) {
        return copy != null && origin.snapshotId().equals(copy.snapshotId());
    }

    private static @Nullable VolumeMove move(ManagedVolume volume) {
        io.ebsnap.catalog.VolumeMove move = volume.record().move();
        return move == null
                ? null
                : new VolumeMove(
                        move.state().word(),
                        move.zone(),
                        move.startTime(),
                        volume.record().sizeBytes(),
                        move.state() == VolumeMoveState.OPTIMIZING
                                ? volume.record().sizeBytes()
                                : volume.bytesMoved(),
                        orNull(move.message()));
    }

    private static InitializationStatus status(Hydration hydration) {
        return new InitializationStatus(
                hydration.rateBytesPerSecondMax() == 0 ? "default" : "provisioned-rate",
                hydration.percent(),
                hydration.etaSeconds());
    }

    private static Hydration hydration(HydrationProgress progress, long rateMax) {
        return new Hydration(
                progress.phase().word(),
                progress.bytesTotal(),
                progress.bytesPresent(),
                (long) progress.bytesPerSecond(),
                rateMax,
                seconds(progress.remaining()),
                orNull(progress.message()),
                progress.bootSet().map(VolumeShapes::bootSet).orElse(null));
    }

    private static BootSet bootSet(BootSetProgress progress) {
        return new BootSet(
                progress.bytesTotal(), progress.bytesPresent(), progress.time().orElse(null));
    }

    private static @Nullable Long seconds(Optional<Duration> remaining) {
        return remaining.map(Duration::toSeconds).orElse(null);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
