package io.ebsnap.service;

import io.ebsnap.attach.Attachments;
import io.ebsnap.attach.Via;
import io.ebsnap.files.MountDevices;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DataPlane;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots as block devices, among those of volumes.
 *
 * @param attachments of this machine
 * @param mountPoints what is mounted
 */
record AttachedMounts(Attachments attachments, MountPoints mountPoints) implements MountDevices {

    @Override
    public Path attach(VolumeId id, DataPlane plane) {
        return attachments.attach(id, plane, Via.AUTO, Optional.empty()).device();
    }

    @Override
    public void detach(VolumeId id, boolean force) {
        attachments.detach(id, force);
    }

    @Override
    public List<String> mountPoints(Path device) {
        return mountPoints.of(device);
    }
}
