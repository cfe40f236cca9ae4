package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.BinnedImage;
import io.ebsnap.api.BinnedImageList;
import io.ebsnap.api.BinnedSnapshot;
import io.ebsnap.api.BinnedSnapshotList;
import io.ebsnap.api.BinnedVolume;
import io.ebsnap.api.BinnedVolumeList;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.DeregisteredImage;
import io.ebsnap.api.Done;
import io.ebsnap.api.LockConfiguration;
import io.ebsnap.api.Page;
import io.ebsnap.api.RecycleBinRequest.CreateRule;
import io.ebsnap.api.RecycleBinRequest.DeleteRule;
import io.ebsnap.api.RecycleBinRequest.DescribeRetention;
import io.ebsnap.api.RecycleBinRequest.GetRule;
import io.ebsnap.api.RecycleBinRequest.ListImagesInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListRules;
import io.ebsnap.api.RecycleBinRequest.ListSnapshotsInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListVolumesInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.LockRule;
import io.ebsnap.api.RecycleBinRequest.PurgeFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreImageFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreSnapshotFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreVolumeFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.TagInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.UnlockRule;
import io.ebsnap.api.RecycleBinRequest.UpdateRule;
import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.Retention;
import io.ebsnap.api.RetentionPeriod;
import io.ebsnap.api.RetentionRule;
import io.ebsnap.api.RetentionRuleList;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the commands about the recycle bin ask, and how they show the answers. */
class RecycleBinCommandsTest extends CommandsFixture {

    private static final Instant GONE = Samples.TIME.plusSeconds(7 * 86_400);
    private static final RetentionRule RULE = new RetentionRule(
            "abcdefghijk",
            "arn:aws:rbin:local:000000000000:rule/abcdefghijk",
            "EBS_SNAPSHOT",
            RetentionPeriod.days(7),
            "against mistakes",
            List.of(new ResourceTag("env", "prod"), new ResourceTag("keep", null)),
            List.of(),
            "available",
            "unlocked",
            null,
            null,
            List.of());
    private static final RetentionRule LOCKED = new RetentionRule(
            "bcdefghijkl",
            "arn:aws:rbin:local:000000000000:rule/bcdefghijkl",
            "EBS_VOLUME",
            RetentionPeriod.days(30),
            "",
            List.of(),
            List.of(new ResourceTag("scratch", null)),
            "available",
            "pending_unlock",
            LockConfiguration.days(7),
            GONE,
            List.of());
    private static final BinnedSnapshotList SNAPSHOTS = new BinnedSnapshotList(
            List.of(new BinnedSnapshot(
                    Samples.SNAPSHOT,
                    Samples.TIME,
                    GONE,
                    "before the upgrade",
                    Samples.VOLUME,
                    "abcdefghijk",
                    true,
                    "000000000000",
                    List.of(new Tag("aws:recycle-bin:resource-in-bin", "true")))),
            null);
    private static final BinnedVolumeList VOLUMES = new BinnedVolumeList(
            List.of(new BinnedVolume(
                    Samples.VOLUME,
                    Samples.TIME,
                    GONE,
                    4,
                    "data",
                    "bcdefghijkl",
                    false,
                    "000000000000",
                    List.of(),
                    null)),
            null);

    private static final BinnedImageList IMAGES = new BinnedImageList(
            List.of(new BinnedImage(
                    "ami-0123456789abcdef0",
                    "web 1",
                    "before the upgrade",
                    Samples.TIME,
                    GONE,
                    "bcdefghijkl",
                    false,
                    "000000000000",
                    List.of())),
            null);

    @Test
    void imagesInTheBinAreListedAndRestored() throws IOException {
        assertThat(asked(request -> IMAGES, "recycle-bin", "list", "--images", "ami-1"))
                .containsExactly(new ListImagesInRecycleBin(List.of("ami-1"), Page.FIRST));
        assertThat(asked(request -> new Done(true), "recycle-bin", "restore", "ami-1"))
                .containsExactly(new RestoreImageFromRecycleBin("ami-1"));
        assertGolden("recycle-bin-list-images.txt", shown(request -> IMAGES, "recycle-bin", "list", "--images"));
        assertGolden(
                "recycle-bin-list-images.json",
                shown(request -> IMAGES, "recycle-bin", "list", "--images", "-o", "json"));
        assertThat(shown(request -> new DeregisteredImage(true, List.of(), GONE), "image", "deregister", "ami-1"))
                .contains("deregistered, in the recycle bin until");
    }

    @Test
    void whatIsInTheBinIsListed() throws IOException {
        assertThat(asked(request -> SNAPSHOTS, "recycle-bin", "list", "snap-1"))
                .containsExactly(new ListSnapshotsInRecycleBin(List.of("snap-1"), Page.FIRST));
        assertThat(asked(request -> VOLUMES, "recycle-bin", "list", "--volumes"))
                .containsExactly(new ListVolumesInRecycleBin(List.of(), Page.FIRST));
        assertGolden("recycle-bin-list.txt", shown(request -> SNAPSHOTS, "recycle-bin", "list"));
        assertGolden("recycle-bin-list.json", shown(request -> SNAPSHOTS, "recycle-bin", "list", "-o", "json"));
        assertGolden("recycle-bin-list-volumes.txt", shown(request -> VOLUMES, "recycle-bin", "list", "--volumes"));
    }

    @Test
    void whatIsInTheBinIsRestoredTaggedAndPurged() throws IOException {
        assertThat(asked(request -> new SnapshotList(List.of(), null), "recycle-bin", "restore", "snap-1"))
                .containsExactly(new RestoreSnapshotFromRecycleBin("snap-1"));
        assertThat(asked(request -> new Done(true), "recycle-bin", "restore", "vol-1"))
                .containsExactly(new RestoreVolumeFromRecycleBin("vol-1"));
        assertThat(asked(request -> new Done(true), "recycle-bin", "tag", "snap-1", "a=b", "c="))
                .containsExactly(new TagInRecycleBin("snap-1", List.of(new Tag("a", "b"), new Tag("c", ""))));
        assertThat(asked(request -> new Done(true), "recycle-bin", "purge", "--yes", "snap-1"))
                .containsExactly(new PurgeFromRecycleBin("snap-1"));
        try (FakeDaemon daemon = daemon(request -> new Done(true))) {
            assertThat(Cli.of(daemon.socket()).run("recycle-bin", "purge", "snap-1"))
                    .isNotZero();
            assertThat(daemon.asked()).isEmpty();
        }
    }

    @Test
    void rulesAreMadeChangedAndDeleted() throws IOException {
        assertThat(asked(
                        request -> RULE,
                        "recycle-bin",
                        "rule",
                        "create",
                        "--type=EBS_SNAPSHOT",
                        "--days=7",
                        "--match=env=prod",
                        "--match=keep",
                        "--tag=a=b",
                        "--description=words"))
                .containsExactly(new CreateRule(
                        "EBS_SNAPSHOT",
                        RetentionPeriod.days(7),
                        "words",
                        List.of(new ResourceTag("env", "prod"), new ResourceTag("keep", null)),
                        List.of(),
                        List.of(new Tag("a", "b")),
                        null));
        assertThat(asked(
                        request -> LOCKED,
                        "recycle-bin",
                        "rule",
                        "create",
                        "--type=EBS_VOLUME",
                        "--days=30",
                        "--exclude=scratch",
                        "--lock=7"))
                .containsExactly(new CreateRule(
                        "EBS_VOLUME",
                        RetentionPeriod.days(30),
                        null,
                        List.of(),
                        List.of(new ResourceTag("scratch", null)),
                        List.of(),
                        LockConfiguration.days(7)));
        assertThat(asked(request -> RULE, "recycle-bin", "rule", "update", "r", "--days=9"))
                .containsExactly(new UpdateRule("r", RetentionPeriod.days(9), null, null, null));
        assertThat(asked(request -> RULE, "recycle-bin", "rule", "update", "r", "--match=a"))
                .containsExactly(new UpdateRule("r", null, null, List.of(new ResourceTag("a", null)), null));
        assertThat(asked(request -> new Done(true), "recycle-bin", "rule", "delete", "r"))
                .containsExactly(new DeleteRule("r"));
    }

    @Test
    void rulesAreLockedUnlockedAndShown() throws IOException {
        assertThat(asked(request -> LOCKED, "recycle-bin", "rule", "lock", "r", "--unlock-delay=7"))
                .containsExactly(new LockRule("r", LockConfiguration.days(7)));
        assertThat(asked(request -> LOCKED, "recycle-bin", "rule", "unlock", "r"))
                .containsExactly(new UnlockRule("r"));
        assertThat(asked(request -> RULE, "recycle-bin", "rule", "show", "r")).containsExactly(new GetRule("r"));
        RetentionRuleList both = new RetentionRuleList(List.of(RULE, LOCKED), null);
        assertThat(asked(request -> both, "recycle-bin", "rule", "list", "--type=EBS_VOLUME", "--lock-state=locked"))
                .containsExactly(new ListRules("EBS_VOLUME", "locked", Page.FIRST));
        assertGolden("recycle-bin-rule-list.txt", shown(request -> both, "recycle-bin", "rule", "list"));
        assertGolden("recycle-bin-rule-list.json", shown(request -> both, "recycle-bin", "rule", "list", "-o", "json"));
        assertGolden("recycle-bin-rule-show.txt", shown(request -> LOCKED, "recycle-bin", "rule", "show", "r"));
    }

    @Test
    void whatWouldBecomeOfSomethingIsSaidBeforeAndAfter() throws IOException {
        assertThat(asked(request -> new Retention("snap-1", null, null), "recycle-bin", "rule", "preview", "snap-1"))
                .containsExactly(new DescribeRetention("snap-1"));
        assertThat(shown(request -> new Retention("snap-1", RULE, GONE), "recycle-bin", "rule", "preview", "snap-1"))
                .contains("abcdefghijk for 7 days");
        assertThat(shown(request -> new Deleted(true, GONE), "snapshot", "delete", "snap-1"))
                .contains("deleted, in the recycle bin until");
        assertThat(shown(request -> new Deleted(true, GONE), "volume", "delete", "data"))
                .contains("deleted, in the recycle bin until");
    }
}
