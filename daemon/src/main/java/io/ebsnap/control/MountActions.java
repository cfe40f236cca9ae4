package io.ebsnap.control;

import io.ebsnap.api.Done;
import io.ebsnap.api.MountRequest;
import io.ebsnap.api.MountRequest.DescribeSnapshotContents;
import io.ebsnap.api.MountRequest.DescribeSnapshotMounts;
import io.ebsnap.api.MountRequest.MountSnapshot;
import io.ebsnap.api.MountRequest.UnmountSnapshot;
import io.ebsnap.api.SnapshotContents;
import io.ebsnap.api.SnapshotMount;
import io.ebsnap.api.SnapshotMountList;
import io.ebsnap.api.SnapshotPart;
import io.ebsnap.failure.Failure;
import io.ebsnap.files.FileSystem;
import io.ebsnap.files.MountOrder;
import io.ebsnap.files.SnapshotMounts;
import io.ebsnap.identity.VolumeId;
import org.jspecify.annotations.Nullable;

/** The actions about file systems in snapshots. */
final class MountActions {

    private final SnapshotMounts mounts;

    MountActions(SnapshotMounts mounts) {
        this.mounts = mounts;
    }

    Record handle(MountRequest<?> request) {
        return switch (request) {
            case DescribeSnapshotContents describe -> contents(describe);
            case DescribeSnapshotMounts describe ->
                new SnapshotMountList(
                        mounts.list().stream().map(MountActions::shape).toList());
            case MountSnapshot mount -> mount(mount);
            case UnmountSnapshot unmount -> unmount(unmount);
        };
    }

    private SnapshotContents contents(DescribeSnapshotContents request) {
        return new SnapshotContents(
                request.snapshotId(),
                mounts.parts(Shapes.snapshotId(request.snapshotId())).stream()
                        .map(MountActions::shape)
                        .toList());
    }

    private SnapshotMount mount(MountSnapshot request) {
        String part = request.part();
        String directory = request.directory();
        return shape(mounts.mount(new MountOrder(
                Shapes.snapshotId(request.snapshotId()),
                part == null ? "" : part,
                directory == null ? "" : directory)));
    }

    private Done unmount(UnmountSnapshot request) {
        if (!VolumeId.isValid(request.mountId())) {
            throw new Failure.Invalid("'" + request.mountId() + "' is not the id of a mount");
        }
        mounts.unmount(new VolumeId(request.mountId()));
        return new Done(true);
    }

    private static SnapshotPart shape(io.ebsnap.files.SnapshotPart part) {
        return new SnapshotPart(
                part.name(),
                part.type(),
                part.sizeBytes(),
                part.fileSystem().map(FileSystem::type).orElse(null),
                part.fileSystem()
                        .map(FileSystem::label)
                        .map(MountActions::unlessEmpty)
                        .orElse(null),
                part.fileSystem()
                        .map(FileSystem::uuid)
                        .map(MountActions::unlessEmpty)
                        .orElse(null),
                part.isMountable(),
                unlessEmpty(part.problem()));
    }

    private static SnapshotMount shape(io.ebsnap.files.SnapshotMount mount) {
        return new SnapshotMount(
                mount.id().value(),
                mount.snapshot().value(),
                mount.part(),
                mount.fileSystem().type(),
                mount.fileSystem().mountType(),
                mount.fileSystem().mountOptions(),
                mount.device().toString(),
                unlessEmpty(mount.directory()),
                mount.mountPoints(),
                mount.attachTime());
    }

    private static @Nullable String unlessEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
