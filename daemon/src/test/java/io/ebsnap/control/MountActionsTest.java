package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.Done;
import io.ebsnap.api.MountRequest;
import io.ebsnap.api.MountRequest.DescribeSnapshotContents;
import io.ebsnap.api.MountRequest.DescribeSnapshotMounts;
import io.ebsnap.api.MountRequest.MountSnapshot;
import io.ebsnap.api.MountRequest.UnmountSnapshot;
import io.ebsnap.api.SnapshotMount;
import io.ebsnap.api.SnapshotPart;
import io.ebsnap.failure.Failure;
import org.junit.jupiter.api.Test;

/** The actions about file systems in snapshots, in the shapes of the protocol. */
class MountActionsTest {

    private static final String SNAPSHOT = "snap-00000000000000001";

    private final MountActions actions = new MountActions(new FakeMounts());

    private <A extends Record> A call(MountRequest<A> request) {
        return request.answerType().cast(actions.handle(request));
    }

    @Test
    void partsAreShownWithWhatIsKnownOfThem() {
        assertThat(call(new DescribeSnapshotContents(SNAPSHOT)).parts())
                .containsExactly(
                        new SnapshotPart("1", "Linux", 4096, "ext4", "root", "u-1", true, null),
                        new SnapshotPart("vg/lv", "logical volume", 0, null, null, null, false, "it is of type thin"));
    }

    @Test
    void aMountIsMadeListedAndEnded() {
        SnapshotMount mount = call(new MountSnapshot(SNAPSHOT, null, "/mnt"));
        assertThat(mount.part()).isEqualTo("1");
        assertThat(mount.directory()).isEqualTo("/mnt");
        assertThat(mount.mountOptions()).contains("ro", "errors=remount-ro");
        assertThat(call(new MountSnapshot(SNAPSHOT, "2", null)).directory()).isNull();
        assertThat(call(new DescribeSnapshotMounts()).snapshotMounts())
                .hasSize(2)
                .contains(mount);
        assertThat(call(new UnmountSnapshot(mount.mountId()))).isEqualTo(new Done(true));
        assertThatThrownBy(() -> call(new UnmountSnapshot(mount.mountId()))).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> call(new UnmountSnapshot("x"))).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(new MountSnapshot("x", null, null))).isInstanceOf(Failure.class);
    }
}
