package io.ebsnap.control;

import io.ebsnap.failure.Failure;
import io.ebsnap.files.FileSystem;
import io.ebsnap.files.MountOrder;
import io.ebsnap.files.SnapshotMount;
import io.ebsnap.files.SnapshotMounts;
import io.ebsnap.files.SnapshotPart;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.VolumeId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mounts in memory: a snapshot has one ext4 with a label, and a logical volume that cannot be read. */
final class FakeMounts implements SnapshotMounts {

    private final List<SnapshotMount> mounts = new ArrayList<>();

    @Override
    public List<SnapshotPart> parts(SnapshotId snapshot) {
        return List.of(
                new SnapshotPart("1", "Linux", 4096, Optional.of(new FileSystem("ext4", "root", "u-1")), List.of(), ""),
                new SnapshotPart("vg/lv", "logical volume", 0, Optional.empty(), List.of(), "it is of type thin"));
    }

    @Override
    public SnapshotMount mount(MountOrder order) {
        SnapshotMount mount = new SnapshotMount(
                new VolumeId("vol-0000000000000000" + mounts.size()),
                order.snapshot(),
                order.part().isEmpty() ? "1" : order.part(),
                new FileSystem("ext4", "", ""),
                Path.of("/dev/loop9"),
                order.directory(),
                List.of(),
                Instant.EPOCH);
        mounts.add(mount);
        return mount;
    }

    @Override
    public void unmount(VolumeId mount) {
        if (!mounts.removeIf(known -> known.id().equals(mount))) {
            throw new Failure.NotFound("there is no mount " + mount);
        }
    }

    @Override
    public List<SnapshotMount> list() {
        return List.copyOf(mounts);
    }
}
