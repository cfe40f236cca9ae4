package io.ebsnap.control;

import io.ebsnap.api.AttachVia;
import io.ebsnap.api.Attachment;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.MessageCodec;
import io.ebsnap.api.ModifiedVolume;
import io.ebsnap.api.Request;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeModification;
import io.ebsnap.api.VolumeRequest.AttachVolume;
import io.ebsnap.api.VolumeRequest.CancelVolumeMove;
import io.ebsnap.api.VolumeRequest.CopyVolumes;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.api.VolumeRequest.DeleteVolume;
import io.ebsnap.api.VolumeRequest.DetachVolume;
import io.ebsnap.api.VolumeRequest.ModifyVolume;
import io.ebsnap.api.VolumeRequest.ModifyVolumeHydration;
import io.ebsnap.api.VolumeRequest.MoveVolume;
import io.ebsnap.api.VolumeRequest.RollBackVolume;
import io.ebsnap.catalog.ClientToken;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.volume.AttachmentOrder;
import io.ebsnap.volume.AttachmentVia;
import io.ebsnap.volume.DeviceName;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ManagedVolumeOrder.Encryption;
import io.ebsnap.volume.ManagedVolumeOrder.NamedTarget;
import io.ebsnap.volume.VolumeCopyOrder;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The actions about volumes that the daemon serves. */
final class ManagedVolumeActions {

    private final Serving serving;
    private final VolumeFinder finder;
    private final UnaryOperator<String> arnOfKey;

    ManagedVolumeActions(Serving serving, VolumeFinder finder, UnaryOperator<String> arnOfKey) {
        this.serving = serving;
        this.finder = finder;
        this.arnOfKey = arnOfKey;
    }

    Volume create(CreateVolume request) {
        Long rate = request.volumeInitializationRate();
        Long size = request.sizeInBytes();
        return shape(serving.volumes()
                .create(new ManagedVolumeOrder(
                        Optional.ofNullable(request.snapshotId()).map(Shapes::snapshotId),
                        size == null ? 0 : size(size),
                        orEmpty(request.name()),
                        Shapes.records(request.tags()),
                        orEmpty(request.availabilityZone()),
                        target(request),
                        new HydrationSettings(rate == null ? 0 : InitializationRate.bytes(rate), false),
                        null,
                        encryption(Optional.ofNullable(request.encrypted()), Optional.ofNullable(request.kmsKeyId())),
                        PerformanceShapes.ofNew(request.performance()),
                        token(request))));
    }

    Volume copy(CopyVolumes request) {
        Long size = request.sizeInBytes();
        ManagedVolumeRecord begun = serving.copies()
                .copy(new VolumeCopyOrder(
                        id(request.sourceVolume()),
                        size == null ? 0 : size(size),
                        orEmpty(request.name()),
                        Shapes.records(request.tags()),
                        null,
                        Optional.empty(),
                        PerformanceShapes.ofNew(request.performance()),
                        token(request)));
        return shape(serving.volumes().find(begun.volumeId()));
    }

    /** The protocol leaves out what a request does not have: its bytes are the same in a later release that has more fields. */
    private static @Nullable ClientToken token(Request<?> request) {
        String token = request.clientToken();
        return token == null ? null : ClientToken.of(request.action(), token, MessageCodec.encodeRequest(request));
    }

    /** Who names a key wants it used. */
    static Encryption encryption(Optional<Boolean> wanted, Optional<String> key) {
        if (key.isPresent() && wanted.equals(Optional.of(false))) {
            throw new Failure.Invalid("KmsKeyId is for a volume that is encrypted, and this one is not to be");
        }
        return new Encryption(key.isPresent() ? Optional.of(true) : wanted, key);
    }

    private static Optional<NamedTarget> target(CreateVolume request) {
        String path = request.target();
        if (path == null) {
            if (request.force()) {
                throw new Failure.Invalid("Force is for a target that is named, and none is");
            }
            return Optional.empty();
        }
        if (!path.startsWith("/")) {
            throw new Failure.Invalid("the target '" + path + "' is no absolute path");
        }
        return Optional.of(new NamedTarget(path, request.force()));
    }

    Attachment attach(AttachVolume request) {
        return VolumeShapes.attached(serving.attachments()
                .attach(new AttachmentOrder(
                        id(request.volume()),
                        via(request.via()),
                        request.readOnly(),
                        Optional.ofNullable(request.deviceName()).map(DeviceName::new))));
    }

    static AttachmentVia via(@Nullable AttachVia wanted) {
        return switch (wanted) {
            case null -> AttachmentVia.AUTO;
            case AUTO -> AttachmentVia.AUTO;
            case NBD -> AttachmentVia.NBD;
            case FUSE -> AttachmentVia.FUSE;
        };
    }

    Attachment detach(DetachVolume request) {
        return VolumeShapes.detached(serving.attachments().detach(id(request.volume()), request.force()));
    }

    Deleted delete(DeleteVolume request) {
        RecycleBinStay stay =
                serving.volumes().delete(id(request.volume())).record().recycleBin();
        return stay == null ? Deleted.GONE : new Deleted(true, stay.exitTime());
    }

    ModifiedVolume modify(ModifyVolume request) {
        ManagedVolumeRecord before = finder.requireManaged(request.volume()).record();
        Long size = request.sizeInBytes();
        if (size == null && request.performance() == null) {
            throw new Failure.Invalid("nothing is said that is to be different of " + before.volumeId());
        }
        ManagedVolumeRecord after = serving.volumes()
                .modify(
                        before.volumeId(),
                        PerformanceShapes.change(size == null ? 0 : size(size), request.performance()))
                .record();
        if (size != null) {
            serving.attachments().refreshCapacity(before.volumeId());
        }
        return new ModifiedVolume(new VolumeModification(
                after.volumeId(),
                "completed",
                Shapes.gibibytes(before.sizeBytes()),
                Shapes.gibibytes(after.sizeBytes()),
                100,
                before.sizeBytes(),
                after.sizeBytes(),
                PerformanceShapes.shown(before.performance()),
                PerformanceShapes.shown(after.performance())));
    }

    Volume rollBack(RollBackVolume request) {
        return shape(serving.volumes()
                .rollBack(
                        id(request.volume()),
                        Shapes.snapshotId(request.snapshotId()),
                        Shapes.snapshotId(request.safetySnapshotId())));
    }

    Volume modify(ModifyVolumeHydration request) {
        ManagedVolumeRecord record = finder.requireManaged(request.volume()).record();
        VolumeOrigin origin = record.origin();
        if (origin == null) {
            throw new Failure.Conflict(record.volumeId() + " is of no snapshot: there is nothing to fill it with");
        }
        Long rate = request.volumeInitializationRate();
        Boolean paused = request.paused();
        return shape(serving.volumes()
                .adjust(
                        record.volumeId(),
                        new HydrationSettings(
                                rate == null ? origin.initializationRate() : InitializationRate.bytes(rate),
                                paused == null ? origin.paused() : paused)));
    }

    Volume move(MoveVolume request) {
        return shape(serving.volumes().move(id(request.volume()), request.availabilityZone()));
    }

    Volume cancel(CancelVolumeMove request) {
        return shape(serving.volumes().cancelMove(id(request.volume())));
    }

    private Volume shape(ManagedVolume volume) {
        return VolumeShapes.managed(volume, serving.attachments().list(), arnOfKey);
    }

    private String id(String volume) {
        return finder.requireManaged(volume).record().volumeId();
    }

    private static long size(long bytes) {
        if (bytes < 1 || bytes > VolumeGeometry.SIZE_BYTES_MAX) {
            throw new Failure.Invalid(
                    "a volume of " + bytes + " bytes is not of 1 to " + VolumeGeometry.SIZE_BYTES_MAX);
        }
        return bytes;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
