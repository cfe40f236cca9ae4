package io.ebsnap.service;

import io.ebsnap.attach.Attachment;
import io.ebsnap.attach.Attachments;
import io.ebsnap.attach.Via;
import io.ebsnap.failure.Failure;
import io.ebsnap.files.MountEngine;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.AttachmentOrder;
import io.ebsnap.volume.AttachmentVia;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeAttachment;
import io.ebsnap.volume.VolumeAttachments;
import io.ebsnap.volume.VolumeSpeed;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Managed volumes as block devices: holds a use of each volume for as long as it is attached. Safe for use by several threads. */
final class AttachedVolumes implements VolumeAttachments, AutoCloseable {

    private static final String USER = "its block device";

    private final ManagedVolumes volumes;
    private final Attachments attachments;
    private final MountEngine mounts;
    private final ConcurrentMap<VolumeId, DataPlane> planes = new ConcurrentHashMap<>();

    /**
     * Attachments of managed volumes.
     *
     * @param attachments belong to it from now on
     * @param mounts of snapshots, whose devices are among the attachments; closed behind these
     */
    AttachedVolumes(ManagedVolumes volumes, Attachments attachments, MountEngine mounts) {
        this.volumes = volumes;
        this.attachments = attachments;
        this.mounts = mounts;
    }

    /** Goes on with what an earlier daemon attached; what it served and what has ended is in the log. */
    void resume() {
        for (Attachment resumed : attachments.resume(this::open)) {
            if (!mounts.knows(resumed.volume())) {
                volumes.find(resumed.volume().value());
            }
        }
        mounts.settle(id -> attachments.find(id).isPresent());
    }

    private DataPlane open(VolumeId volume, boolean readOnly) {
        if (mounts.knows(volume)) {
            return mounts.resume(volume);
        }
        DataPlane plane = volumes.useAgain(volume.value(), readOnly, USER);
        planes.put(volume, plane);
        return plane;
    }

    @Override
    public VolumeAttachment attach(AttachmentOrder order) {
        VolumeId volume = new VolumeId(order.volumeId());
        attachments.find(volume).ifPresent(known -> {
            throw new Failure.Conflict(volume + " is attached as " + known.device());
        });
        DataPlane plane = volumes.use(order.volumeId(), order.readOnly(), USER);
        try {
            Attachment attached = attachments.attach(volume, plane, via(order.via()), order.name());
            planes.put(volume, plane);
            return view(attached);
        } catch (RuntimeException e) {
            plane.close();
            throw e;
        }
    }

    @Override
    public VolumeAttachment detach(String volumeId, boolean force) {
        VolumeId volume = new VolumeId(volumeId);
        if (mounts.knows(volume)) {
            throw new Failure.Conflict(volumeId + " is a mounted snapshot", "ebsnap snapshot unmount ends it");
        }
        Optional<VolumeAttachment> before = attachments.find(volume).map(this::view);
        try {
            // Also what an earlier daemon attached, and what could not be opened again, can be ended by force.
            attachments.detach(volume, force);
        } catch (Failure.NotFound e) {
            throw new Failure.Conflict(volumeId + " is not attached");
        }
        closePlane(volume);
        return before.orElseGet(() -> new VolumeAttachment(
                volumeId,
                "",
                AttachmentVia.FUSE.word(),
                Instant.EPOCH,
                false,
                VolumeSpeed.served(""),
                Optional.empty()));
    }

    private void closePlane(VolumeId volume) {
        DataPlane plane = planes.remove(volume);
        if (plane != null) {
            plane.close();
        }
    }

    @Override
    public List<VolumeAttachment> list() {
        return attachments.list().stream()
                .filter(attachment -> !mounts.knows(attachment.volume()))
                .map(this::view)
                .toList();
    }

    @Override
    public void refreshCapacity(String volumeId) {
        attachments.refreshCapacity(new VolumeId(volumeId));
    }

    private static Via via(AttachmentVia via) {
        return switch (via) {
            case AUTO -> Via.AUTO;
            case NBD -> Via.NBD;
            case FUSE -> Via.FUSE;
        };
    }

    private VolumeAttachment view(Attachment attached) {
        VolumeSpeed speed = attachments
                .speed(attached.volume())
                .map(now -> new VolumeSpeed(now.direct(), now.reason()))
                .orElseGet(() -> VolumeSpeed.served(""));
        return new VolumeAttachment(
                attached.volume().value(),
                attached.device().toString(),
                attached.via().name().toLowerCase(Locale.ROOT),
                attached.attachTime(),
                attached.readOnly(),
                speed,
                attachments.named(attached));
    }

    /** Detaches what nobody uses; what is used waits for the next daemon. */
    @Override
    public void close() {
        attachments.close();
        List.copyOf(planes.keySet()).forEach(this::closePlane);
        mounts.close();
    }
}
