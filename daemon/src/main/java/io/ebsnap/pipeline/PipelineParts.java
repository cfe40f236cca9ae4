package io.ebsnap.pipeline;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.device.Commands;
import io.ebsnap.device.Tools;
import io.ebsnap.files.SnapshotPart;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.image.ImageService;
import io.ebsnap.snapshot.DeletionObjection;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.task.Surroundings;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.volume.VolumeAttachments;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * What image pipelines are carried out with.
 *
 * @param catalog of everything
 * @param images as the administrator sees them
 * @param snapshots of images
 * @param attachments of this machine
 * @param contents what is in a snapshot
 * @param locks why a snapshot must not be deleted, whoever wants that
 * @param tasks that executions are
 * @param machine it runs on
 * @param surroundings time, chance, and who is told of durable steps
 */
public record PipelineParts(
        Catalog catalog,
        ImageService images,
        SnapshotService snapshots,
        VolumeAttachments attachments,
        Function<SnapshotId, List<SnapshotPart>> contents,
        DeletionObjection locks,
        TaskBoard tasks,
        Machine machine,
        Surroundings surroundings) {

    /**
     * What runs hooks, and where.
     *
     * @param ownAccount 12 digits, of the daemon
     * @param pipelines directory with files of them, which need not be there
     * @param place an empty directory for mounts in namespaces of hooks
     * @param btrfs where the kernel shows which btrfs are mounted, by their UUIDs
     * @param tools programs
     * @param commands runs them
     */
    public record Machine(String ownAccount, Path pipelines, Path place, Path btrfs, Tools tools, Commands commands) {}
}
