package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.DeletedSnapshot;
import io.ebsnap.api.DeregisteredImage;
import io.ebsnap.api.EbsBlockDevice;
import io.ebsnap.api.Filter;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageAncestry;
import io.ebsnap.api.ImageAncestryEntry;
import io.ebsnap.api.ImageAttribute;
import io.ebsnap.api.ImageLaunch;
import io.ebsnap.api.ImageLaunchList;
import io.ebsnap.api.ImageList;
import io.ebsnap.api.ImageMachine;
import io.ebsnap.api.ImageRequest.CopyImage;
import io.ebsnap.api.ImageRequest.CreateImage;
import io.ebsnap.api.ImageRequest.DeregisterImage;
import io.ebsnap.api.ImageRequest.DescribeImageAttribute;
import io.ebsnap.api.ImageRequest.DescribeImageLaunches;
import io.ebsnap.api.ImageRequest.DescribeImages;
import io.ebsnap.api.ImageRequest.DisableImage;
import io.ebsnap.api.ImageRequest.DisableImageDeprecation;
import io.ebsnap.api.ImageRequest.DisableImageDeregistrationProtection;
import io.ebsnap.api.ImageRequest.EnableImage;
import io.ebsnap.api.ImageRequest.EnableImageDeprecation;
import io.ebsnap.api.ImageRequest.EnableImageDeregistrationProtection;
import io.ebsnap.api.ImageRequest.GetImageAncestry;
import io.ebsnap.api.ImageRequest.LaunchImage;
import io.ebsnap.api.ImageRequest.ModifyImageAttribute;
import io.ebsnap.api.ImageRequest.RegisterImage;
import io.ebsnap.api.ImageRequest.ResetImageAttribute;
import io.ebsnap.api.ImageRequest.TagImage;
import io.ebsnap.api.ImageRequest.TerminateImageLaunch;
import io.ebsnap.api.ImageRequest.UntagImage;
import io.ebsnap.api.ImageStateReason;
import io.ebsnap.api.ImageVolume;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.LaunchOptions;
import io.ebsnap.api.LaunchPermission;
import io.ebsnap.api.LaunchedVolume;
import io.ebsnap.api.Page;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the commands about images ask, and how they show the answers. */
class ImageCommandsTest extends CommandsFixture {

    private static final String IMAGE = "ami-0123456789abcdef0";
    private static final String LAUNCH = "launch-0123456789abcdef0";

    private static Image image(String state) {
        return new Image(
                "x86_64",
                List.of(
                        new BlockDeviceMapping(
                                "/dev/sda", new EbsBlockDevice(true, Samples.SNAPSHOT, 4L, 4L << 30, true), null),
                        new BlockDeviceMapping("/dev/sdb", new EbsBlockDevice(false, null, 1L, 1L << 30, false), null),
                        new BlockDeviceMapping("/dev/sdc", null, "")),
                "uefi",
                Samples.TIME,
                null,
                "enabled-with-cooldown",
                "before the upgrade",
                IMAGE,
                "000000000000/web 1",
                "machine",
                Samples.TIME,
                "web 1",
                "000000000000",
                false,
                null,
                "/dev/sda",
                "ebs",
                null,
                state,
                state.equals("failed") ? new ImageStateReason("snap-1 failed: no reason") : null,
                List.of(new Tag("env", "prod")),
                "hvm");
    }

    private static ImageLaunch launch() {
        return new ImageLaunch(
                LAUNCH,
                IMAGE,
                "launched",
                "000000000000",
                Samples.TIME,
                List.of(
                        new LaunchedVolume("/dev/sda", "vol-0123456789abcdef0", "web-sda", "/dev/nbd0", true),
                        new LaunchedVolume("/dev/sdb", "vol-0123456789abcdef1", "web-sdb", null, false)));
    }

    private static Record answer(Request<?> request) {
        return switch (request) {
            case DescribeImages _ -> new ImageList(List.of(image("available")), null);
            case DescribeSnapshots _ -> new SnapshotList(List.of(Samples.snapshot(8)), null);
            case DeregisterImage _ ->
                new DeregisteredImage(
                        true, List.of(new DeletedSnapshot(Samples.SNAPSHOT, "skipped", "it is used")), null);
            case ModifyImageAttribute _, DescribeImageAttribute _, ResetImageAttribute _ ->
                new ImageAttribute(
                        IMAGE, List.of(new LaunchPermission("111122223333", null), new LaunchPermission(null, "all")));
            case GetImageAncestry _ ->
                new ImageAncestry(List.of(new ImageAncestryEntry(Samples.TIME, IMAGE, "000000000000", "web 1", null)));
            case LaunchImage _, TerminateImageLaunch _ -> launch();
            case DescribeImageLaunches _ -> new ImageLaunchList(List.of(launch()));
            case CreateImage _ -> image("pending");
            default -> image("available");
        };
    }

    private List<Request<?>> asked(String... arguments) throws IOException {
        return asked(ImageCommandsTest::answer, arguments);
    }

    private String shown(String... arguments) throws IOException {
        return shown(ImageCommandsTest::answer, arguments);
    }

    @Test
    void createNamesDevicesByLettersAndWaitsForTheSnapshots() throws IOException {
        assertThat(asked(
                        "image",
                        "create",
                        "web 1",
                        "root",
                        "/dev/xvdz=data",
                        "/dev/vdb",
                        "--keep=/dev/xvdz",
                        "--boot-mode=uefi",
                        "--tag=a=b",
                        "--pre=sync",
                        "--wait-turn=60",
                        "--kms-key=alias/mine"))
                .containsExactly(
                        new CreateImage(
                                "web 1",
                                null,
                                List.of(
                                        new ImageVolume("root", "/dev/sda", true),
                                        new ImageVolume("data", "/dev/xvdz", false),
                                        new ImageVolume("/dev/vdb", "/dev/sdc", true)),
                                new ImageMachine(null, "uefi", null),
                                List.of(new Tag("a", "b")),
                                null,
                                new InstantOptions(null, "sync", null, 60),
                                "alias/mine"),
                        new DescribeSnapshots(List.of(Samples.SNAPSHOT), List.of(), Page.FIRST),
                        new DescribeImages(List.of(IMAGE), List.of(), List.of(), List.of(), true, true, Page.FIRST));
        assertThat(asked("image", "create", "web 1", "root", "--no-wait")).hasSize(1);
    }

    @Test
    void anImageThatFailedIsAnError() throws IOException {
        Function<Request<?>, Record> failing = request ->
                request instanceof DescribeImages ? new ImageList(List.of(image("failed")), null) : answer(request);
        try (FakeDaemon daemon = daemon(failing)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("image", "create", "web 1", "root")).isEqualTo(ExitCode.FAILED);
            assertThat(cli.err()).contains(IMAGE + " failed: snap-1 failed: no reason");
        }
    }

    @Test
    void devicesAreReadInTheirForms() throws IOException {
        assertThat(asked(
                        "image",
                        "register",
                        "web 1",
                        "/dev/sda=" + Samples.SNAPSHOT,
                        "/dev/sdb=:20G:false",
                        "/dev/sdc=" + Samples.SNAPSHOT + "::false",
                        "/dev/sdd=none",
                        "--root-device=/dev/sda"))
                .containsExactly(new RegisterImage(
                        "web 1",
                        null,
                        List.of(
                                new BlockDeviceMapping(
                                        "/dev/sda", new EbsBlockDevice(null, Samples.SNAPSHOT, null, null, null), null),
                                new BlockDeviceMapping(
                                        "/dev/sdb", new EbsBlockDevice(false, null, null, 20L << 30, null), null),
                                new BlockDeviceMapping(
                                        "/dev/sdc",
                                        new EbsBlockDevice(false, Samples.SNAPSHOT, null, null, null),
                                        null),
                                new BlockDeviceMapping("/dev/sdd", null, "")),
                        new ImageMachine(null, null, "/dev/sda"),
                        List.of()));
        try (FakeDaemon daemon = daemon(ImageCommandsTest::answer)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("image", "register", "web 1", "sda=x")).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).contains("'sda=x' is no device");
        }
    }

    @Test
    void listAndShow() throws IOException {
        assertThat(asked(
                        "image",
                        "list",
                        "--owner=self",
                        "--executable-by=all,111122223333",
                        "--deprecated",
                        "--disabled",
                        "--filter=name=web*"))
                .containsExactly(new DescribeImages(
                        List.of(),
                        List.of("self"),
                        List.of("all", "111122223333"),
                        List.of(new Filter("name", List.of("web*"))),
                        true,
                        true,
                        Page.FIRST));
        assertGolden("image-list.txt", shown("image", "list"));
        assertGolden("image-list.json", shown("image", "list", "-o", "json"));
        assertGolden("image-show.txt", shown("image", "show", IMAGE));
        assertGolden("image-ancestry.txt", shown("image", "ancestry", IMAGE));
    }

    @Test
    void launchSendsAllItsOptionsAndPrintsDevices() throws IOException {
        assertThat(asked(
                        "image",
                        "launch",
                        IMAGE,
                        "--name=web",
                        "--tag=a=b",
                        "--device=/dev/sda=:8G",
                        "--device=/dev/sdb=none",
                        "--zone=a",
                        "--init-rate=5",
                        "--encrypted",
                        "--kms-key=alias/mine",
                        "--attach"))
                .containsExactly(new LaunchImage(
                        IMAGE,
                        "web",
                        List.of(new Tag("a", "b")),
                        List.of(
                                new BlockDeviceMapping(
                                        "/dev/sda", new EbsBlockDevice(null, null, null, 8L << 30, null), null),
                                new BlockDeviceMapping("/dev/sdb", null, "")),
                        new LaunchOptions("a", 5L, true, "alias/mine"),
                        true,
                        null));
        assertGolden("image-launch.txt", shown("image", "launch", IMAGE));
        assertGolden("image-launches.txt", shown("image", "launches"));
        assertThat(asked("image", "launches")).containsExactly(new DescribeImageLaunches());
        assertThat(asked("image", "terminate", LAUNCH, "--yes")).containsExactly(new TerminateImageLaunch(LAUNCH));
    }

    @Test
    void aLaunchIsNotTerminatedUnlessSomebodySaysYes() throws IOException {
        try (FakeDaemon daemon = daemon(ImageCommandsTest::answer)) {
            assertThat(Cli.of(daemon.socket()).run("image", "terminate", LAUNCH))
                    .isEqualTo(ExitCode.CONFLICT);
            assertThat(daemon.asked()).isEmpty();
        }
    }

    @Test
    void whatIsOneRequestEach() throws IOException {
        assertThat(asked("image", "copy", IMAGE, "web 2", "--copy-tags", "--kms-key=k", "--description=d"))
                .containsExactly(new CopyImage(IMAGE, "web 2", "d", List.of(), null, true, "k"));
        assertThat(asked("image", "deregister", IMAGE, "--delete-snapshots"))
                .containsExactly(new DeregisterImage(IMAGE, true));
        assertThat(shown("image", "deregister", IMAGE, "--delete-snapshots")).contains("skipped: it is used");
        assertThat(asked("image", "deprecate", IMAGE, "--at=2027-01-31"))
                .containsExactly(new EnableImageDeprecation(IMAGE, Instant.parse("2027-01-31T00:00:00Z")));
        assertThat(asked("image", "deprecate", IMAGE, "--off")).containsExactly(new DisableImageDeprecation(IMAGE));
        assertThat(asked("image", "disable", IMAGE)).containsExactly(new DisableImage(IMAGE));
        assertThat(asked("image", "enable", IMAGE)).containsExactly(new EnableImage(IMAGE));
        assertThat(asked("image", "protect", IMAGE))
                .containsExactly(new EnableImageDeregistrationProtection(IMAGE, false));
        assertThat(asked("image", "protect", IMAGE, "--cooldown"))
                .containsExactly(new EnableImageDeregistrationProtection(IMAGE, true));
        assertThat(asked("image", "protect", IMAGE, "--off"))
                .containsExactly(new DisableImageDeregistrationProtection(IMAGE));
        assertThat(asked("image", "tag", IMAGE, "a=b"))
                .containsExactly(new TagImage(IMAGE, List.of(new Tag("a", "b"))));
        assertThat(asked("image", "untag", IMAGE, "a")).containsExactly(new UntagImage(IMAGE, List.of("a")));
    }

    @Test
    void sharing() throws IOException {
        assertThat(asked("image", "share", IMAGE, "--with=111122223333", "--public", "--grant"))
                .containsExactly(
                        new ModifyImageAttribute(IMAGE, "add", List.of("111122223333"), List.of("all"), true, null));
        assertThat(asked("image", "unshare", IMAGE, "--public"))
                .containsExactly(new ModifyImageAttribute(IMAGE, "remove", List.of(), List.of("all"), false, null));
        assertThat(asked("image", "unshare", IMAGE, "--all")).containsExactly(new ResetImageAttribute(IMAGE));
        assertThat(asked("image", "permissions", IMAGE)).containsExactly(new DescribeImageAttribute(IMAGE));
        assertGolden("image-permissions.txt", shown("image", "permissions", IMAGE));
    }
}
