package io.ebsnap.account;

import io.ebsnap.failure.Failure;
import io.ebsnap.files.MountOrder;
import io.ebsnap.files.SnapshotMount;
import io.ebsnap.files.SnapshotMounts;
import io.ebsnap.files.SnapshotPart;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.VolumeId;
import java.util.List;

/** A file system is read by the kernel, for the whole machine: never for an account, which may have written anything into it. */
public record AccountMounts() implements SnapshotMounts {

    @Override
    public List<SnapshotPart> parts(SnapshotId snapshot) {
        throw refused();
    }

    @Override
    public SnapshotMount mount(MountOrder order) {
        throw refused();
    }

    @Override
    public void unmount(VolumeId mount) {
        throw refused();
    }

    @Override
    public List<SnapshotMount> list() {
        throw refused();
    }

    private static Failure refused() {
        return Administrator.alone("mounting snapshots");
    }
}
