package io.ebsnap.control;

import io.ebsnap.files.SnapshotMounts;
import io.ebsnap.snapshot.VolumeCopying;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeAttachments;
import io.ebsnap.volume.VolumeExports;

/**
 * The services around the volumes that the daemon serves.
 *
 * @param volumes that are managed
 * @param copies makes volumes with the content of others
 * @param attachments which of them are block devices
 * @param exports which of them, and which snapshots, are served by NBD
 * @param mounts snapshots that are block devices, for their files
 */
public record Serving(
        ManagedVolumes volumes,
        VolumeCopying copies,
        VolumeAttachments attachments,
        VolumeExports exports,
        SnapshotMounts mounts) {}
