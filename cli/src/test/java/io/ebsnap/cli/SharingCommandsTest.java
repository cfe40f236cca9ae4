package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.Page;
import io.ebsnap.api.SnapshotAttribute;
import io.ebsnap.api.SnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.SnapshotRequest.DisableSnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.EnableSnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.GetSnapshotBlockPublicAccessState;
import io.ebsnap.api.SnapshotRequest.ModifySnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.ResetSnapshotAttribute;
import io.ebsnap.api.VolumePermission;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the commands about sharing ask, and how they show the answers. */
class SharingCommandsTest extends CommandsFixture {

    private static final SnapshotAttribute HIDDEN = new SnapshotAttribute(
            "snap-1",
            List.of(new VolumePermission("111122223333", null), new VolumePermission(null, "all")),
            "block-all-sharing",
            false);
    private static final SnapshotBlockPublicAccess STATE =
            new SnapshotBlockPublicAccess("block-new-sharing", "account");

    @Test
    void sharing() throws IOException {
        assertThat(asked(
                        request -> HIDDEN,
                        "snapshot",
                        "share",
                        "snap-1",
                        "--with",
                        "111122223333,444455556666",
                        "--public",
                        "--grant"))
                .containsExactly(new ModifySnapshotAttribute(
                        "snap-1", "add", List.of("111122223333", "444455556666"), List.of("all"), true));
        assertThat(asked(request -> HIDDEN, "snapshot", "unshare", "snap-1", "--with=111122223333"))
                .containsExactly(
                        new ModifySnapshotAttribute("snap-1", "remove", List.of("111122223333"), List.of(), false));
        assertThat(asked(request -> HIDDEN, "snapshot", "unshare", "snap-1", "--all"))
                .containsExactly(new ResetSnapshotAttribute("snap-1"));
        assertThat(asked(request -> HIDDEN, "snapshot", "permissions", "snap-1"))
                .containsExactly(new DescribeSnapshotAttribute("snap-1"));
    }

    @Test
    void whatIsKeptAndWhatHoldsIsShown() throws IOException {
        assertThat(shown(request -> HIDDEN, "snapshot", "permissions", "snap-1"))
                .contains("111122223333")
                .contains("marked so, but not now: block-all-sharing");
        assertThat(shown(request -> STATE, "snapshot", "block-public-access", "show"))
                .contains("block-new-sharing");
    }

    @Test
    void blockPublicAccess() throws IOException {
        assertThat(asked(request -> STATE, "snapshot", "block-public-access", "enable", "--state", "block-new-sharing"))
                .containsExactly(new EnableSnapshotBlockPublicAccess("block-new-sharing"));
        assertThat(asked(request -> STATE, "snapshot", "block-public-access", "disable"))
                .containsExactly(new DisableSnapshotBlockPublicAccess());
        assertThat(asked(request -> STATE, "snapshot", "block-public-access", "show"))
                .containsExactly(new GetSnapshotBlockPublicAccessState());
    }

    @Test
    void listByOwnerAndUser() throws IOException {
        assertThat(asked(
                        request -> new SnapshotList(List.of(), null),
                        "snapshot",
                        "list",
                        "--owner",
                        "self",
                        "--restorable-by=all,111122223333"))
                .containsExactly(new DescribeSnapshots(
                        List.of(), List.of(), Page.FIRST, List.of("self"), List.of("all", "111122223333")));
    }
}
