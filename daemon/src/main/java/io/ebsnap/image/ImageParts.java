package io.ebsnap.image;

import io.ebsnap.snapshot.SharingService;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeAttachments;

/**
 * The services that images are made of and launched with, as their caller sees them.
 *
 * @param snapshots taking, finding, copying and deleting them
 * @param sharing of snapshots
 * @param volumes of the caller
 * @param lending makes volumes of snapshots of images that the caller may launch
 * @param attachments of volumes
 */
public record ImageParts(
        SnapshotService snapshots,
        SharingService sharing,
        ManagedVolumes volumes,
        Lending lending,
        VolumeAttachments attachments) {}
