package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.AttachVia;
import io.ebsnap.api.Attachment;
import io.ebsnap.api.Done;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.Export;
import io.ebsnap.api.ExportList;
import io.ebsnap.api.ExportRequest.CreateExport;
import io.ebsnap.api.ExportRequest.DeleteExport;
import io.ebsnap.api.ModifiedVolume;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.Tag;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeModification;
import io.ebsnap.api.VolumeMove;
import io.ebsnap.api.VolumeRequest.AttachVolume;
import io.ebsnap.api.VolumeRequest.CancelVolumeMove;
import io.ebsnap.api.VolumeRequest.CopyVolumes;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.api.VolumeRequest.DeleteVolume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.api.VolumeRequest.DetachVolume;
import io.ebsnap.api.VolumeRequest.ModifyVolume;
import io.ebsnap.api.VolumeRequest.ModifyVolumeHydration;
import io.ebsnap.api.VolumeRequest.MoveVolume;
import io.ebsnap.api.VolumeRequest.RollBackVolume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about volumes that the daemon serves. */
class ManagedVolumeCommandsTest extends CommandsFixture {

    private static final long GIB = 1L << 30;

    @Test
    void createSendsAllItsOptions() throws IOException {
        assertThat(asked(
                        request -> Samples.managed("running", 1, null),
                        "volume",
                        "create",
                        "--snapshot",
                        Samples.SNAPSHOT,
                        "--size=10G",
                        "--name",
                        "data",
                        "--tag",
                        "a=b",
                        "--zone",
                        "fast",
                        "--target",
                        "disk.img",
                        "--force",
                        "--init-rate",
                        "100"))
                .containsExactly(new CreateVolume(
                        Samples.SNAPSHOT,
                        10 * GIB,
                        "fast",
                        List.of(new Tag("a", "b")),
                        "data",
                        Path.of("disk.img").toAbsolutePath().toString(),
                        true,
                        100L,
                        null,
                        null));
        assertThat(asked(request -> Samples.managed("running", 1, null), "volume", "create", "--size", "512"))
                .containsExactly(new CreateVolume(null, 512L, null, List.of(), null, null, false, null, null, null));
    }

    @Test
    void encryptionIsOrderedAndShown() throws IOException {
        Function<Request<?>, Record> script = request -> Samples.encrypted(Samples.managed("running", 1, null));
        assertThat(asked(script, "volume", "create", "--size", "512", "--encrypted", "--kms-key", "alias/k"))
                .containsExactly(
                        new CreateVolume(null, 512L, null, List.of(), null, null, false, null, true, "alias/k"));
        assertThat(asked(script, "volume", "create", "--size", "512", "--no-encrypted"))
                .containsExactly(new CreateVolume(null, 512L, null, List.of(), null, null, false, null, false, null));
        assertGolden("volume-create-encrypted.txt", shown(script, "volume", "create", "--size", "8G", "--encrypted"));
        assertGolden(
                "volume-create-encrypted.json",
                shown(script, "volume", "create", "--size", "8G", "--encrypted", "-o", "json"));
    }

    @Test
    void encryptedAndNotEncryptedExcludeEachOther() throws IOException {
        Cli refused = run(
                ExitCode.USAGE,
                request -> Samples.managed("running", 1, null),
                "volume",
                "create",
                "--size",
                "512",
                "--encrypted",
                "--no-encrypted");
        assertThat(refused.err()).contains("--no-encrypted");
    }

    @Test
    void createdVolumeIsShownAsEc2Does() throws IOException {
        Function<Request<?>, Record> script = request -> Samples.managed("running", 1, null);
        assertGolden("volume-create.json", shown(script, "volume", "create", "--size", "8G", "-o", "json"));
        assertGolden("volume-create.txt", shown(script, "volume", "create", "--size", "8G"));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "0,0",
        "7B,7",
        "3K,3072",
        "3KiB,3072",
        "512MiB,536870912",
        "16T,17592186044416",
        "1P,1125899906842624",
        "9223372036854775807,9223372036854775807"
    })
    void sizesHaveUnitsOf1024(String text, long bytes) {
        assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "volume create --size",
                "volume create --size=-1",
                "volume create --size=10GB",
                "volume create --size=1.5G",
                "volume create --size=9223372036854775808",
                "volume create --size=8192P",
                "volume create --size=g",
                "volume create --force",
                "volume create --init-rate=fast",
                "volume attach data --via=usb",
                "volume resize data",
                "volume resize data 10GB",
                "volume clone",
                "volume copy",
                "volume rollback data",
                "volume hydration data --pause --resume",
                "volume wait data --until=christmas",
                "volume delete",
                "restore snap-1 t --lazy --skip-damaged",
                "restore snap-1 t --lazy --damage-map=m",
                "restore snap-1 t --init-rate=3",
                "nbd",
                "nbd export"
            })
    void wrongCommandLineIsTwoAndOneLineWithAHint(String line) {
        Cli cli = Cli.of(directory.resolve("none"));
        assertThat(cli.run(line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).matches("ebsnap: (?!Error).+\nhint: ebsnap.* --help\n");
    }

    @Test
    void attachPrintsTheDeviceAlone() throws IOException {
        Function<Request<?>, Record> script = request -> Samples.attachment();
        assertThat(shown(script, "volume", "attach", "data")).isEqualTo("/dev/loop3\n");
        assertThat(shown(script, "volume", "attach", "data", "-o", "json"))
                .startsWith("{\n    \"VolumeId\": \"" + Samples.MANAGED + "\",\n    \"Device\": \"/dev/loop3\",\n");
        assertThat(asked(script, "volume", "attach", "data"))
                .containsExactly(new AttachVolume("data", AttachVia.AUTO, false, null));
        assertThat(asked(script, "volume", "attach", "data", "--via", "fuse", "--read-only"))
                .containsExactly(new AttachVolume("data", AttachVia.FUSE, true, null));
        assertThat(asked(script, "volume", "attach", "data", "--device-name", "/dev/sdf"))
                .containsExactly(new AttachVolume("data", AttachVia.AUTO, false, "/dev/sdf"));
    }

    @Test
    void detachTakesTheDeviceToo() throws IOException {
        Function<Request<?>, Record> script = request -> detached();
        assertThat(asked(script, "volume", "detach", "/dev/../dev/loop3", "--force"))
                .containsExactly(new DetachVolume("/dev/loop3", true));
        assertThat(shown(script, "volume", "detach", "data"))
                .isEqualTo(Samples.MANAGED + "  detached from /dev/loop3\n");
    }

    private static Attachment detached() {
        return new Attachment(
                Samples.MANAGED, "/dev/loop3", "detached", Samples.TIME, "fuse", false, false, null, null, null);
    }

    @Test
    void deletingGoesOnAfterAnErrorAndTellsTheFirst() throws IOException {
        Function<Request<?>, Record> script = request -> {
            if (((DeleteVolume) request).volume().equals("b")) {
                throw FakeDaemon.error(ErrorKind.CONFLICT, "VolumeInUse", "b is in use");
            }
            return new Done(true);
        };
        Cli cli = run(ExitCode.CONFLICT, script, "volume", "delete", "a", "b", "c");
        assertThat(cli.out()).isEqualTo("a  deleted\nc  deleted\n");
        assertThat(cli.err()).startsWith("ebsnap: b is in use\n");
    }

    @Test
    void resizeSendsBytes() throws IOException {
        ModifiedVolume answer = new ModifiedVolume(
                new VolumeModification(Samples.MANAGED, "completed", 8, 10, 100, 8 * GIB, 10 * GIB, null, null));
        assertThat(asked(request -> answer, "volume", "resize", "data", "10G"))
                .containsExactly(new ModifyVolume("data", 10 * GIB));
        assertThat(shown(request -> answer, "volume", "resize", "data", "10G"))
                .isEqualTo(Samples.MANAGED + "  from 8.0 GiB to 10.0 GiB\n");
    }

    /** Answers what a clone or rollback asks for on its way. */
    private static Record onTheWay(Request<?> request, Volume volume) {
        return switch (request) {
            case DescribeVolumes _ -> new VolumeList(List.of(volume), null);
            case CreateSnapshot _ -> new SnapshotList(List.of(Samples.snapshot(0)), null);
            case DescribeSnapshots _ -> new SnapshotList(List.of(Samples.snapshot(8)), null);
            default -> volume;
        };
    }

    @Test
    void cloneTakesASnapshotAndMakesAVolumeOfIt() throws IOException {
        Volume used = Samples.managed("running", 1, null);
        List<Request<?>> asked = asked(request -> onTheWay(request, used), "volume", "clone", "data", "--name", "copy");
        assertThat(asked.getLast())
                .isEqualTo(new CreateVolume(
                        Samples.snapshot(8).snapshotId(),
                        8 * GIB,
                        null,
                        List.of(),
                        "copy",
                        null,
                        false,
                        null,
                        null,
                        null));
        assertThat(asked).anySatisfy(request -> assertThat(request).isInstanceOf(CreateSnapshot.class));
    }

    @Test
    void rollbackTakesASnapshotFirstUnlessTheVolumeIsUsed() throws IOException {
        Volume used = Samples.managed("running", 1, null);
        Cli refused =
                run(ExitCode.CONFLICT, request -> onTheWay(request, used), "volume", "rollback", "data", "snap-1");
        assertThat(refused.err()).contains("in use by attached as /dev/loop3");
        Volume unused = Samples.unused();
        List<Request<?>> asked = asked(request -> onTheWay(request, unused), "volume", "rollback", "data", "snap-1");
        assertThat(asked.getLast())
                .isEqualTo(new RollBackVolume(
                        Samples.MANAGED, "snap-1", Samples.snapshot(8).snapshotId()));
    }

    @Test
    void moveWaitsUntilTheVolumeIsThereAndTellsWhyItIsNot() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        Cli moved = run(
                ExitCode.OK,
                request -> request instanceof MoveVolume
                        ? Samples.moving("default", new VolumeMove("modifying", "b", Samples.TIME, 8 * GIB, 0, null))
                        : new VolumeList(List.of(lookAtMove(looks.getAndIncrement())), null),
                "volume",
                "move",
                "data",
                "--zone",
                "b");
        assertThat(moved.out()).isEqualTo(Samples.MANAGED + "  moved to zone b\n");
        assertThat(moved.err()).contains("50 % modifying");
        Volume failed = Samples.moving("default", new VolumeMove("failed", "b", Samples.TIME, 8 * GIB, 0, "b is full"));
        Cli stays = run(
                ExitCode.FAILED,
                request -> request instanceof MoveVolume ? failed : new VolumeList(List.of(failed), null),
                "volume",
                "move",
                "data",
                "--zone",
                "b");
        assertThat(stays.err()).contains("stays in zone default: b is full");
        assertThat(asked(request -> failed, "volume", "move", "data", "--cancel"))
                .containsExactly(new CancelVolumeMove("data"));
        assertThat(asked(request -> failed, "volume", "move", "data", "--zone=b", "--no-wait"))
                .containsExactly(new MoveVolume("data", "b"));
    }

    @Test
    void copyWaitsUntilTheVolumeCanBeUsed() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        Cli copied = run(
                ExitCode.OK,
                request -> request instanceof CopyVolumes
                        ? Samples.copying("creating", null)
                        : new VolumeList(
                                List.of(Samples.copying(looks.getAndIncrement() == 0 ? "creating" : "available", null)),
                                null),
                "volume",
                "copy",
                "data");
        assertThat(copied.out()).contains("copy of    vol-").contains("available");
        assertThat(looks.get()).isEqualTo(2);
        Volume failed = Samples.copying("error", "the store is full");
        Cli told = run(
                ExitCode.FAILED,
                request -> request instanceof CopyVolumes ? failed : new VolumeList(List.of(failed), null),
                "volume",
                "copy",
                "data");
        assertThat(told.out()).contains("error: the store is full");
        assertThat(asked(
                        request -> Samples.copying("creating", null),
                        "volume",
                        "copy",
                        "--no-wait",
                        "data",
                        "--size=1G",
                        "--name=n",
                        "--tag=a=b"))
                .containsExactly(new CopyVolumes("data", GIB, List.of(new Tag("a", "b")), "n"));
    }

    private static Volume lookAtMove(int look) {
        return switch (look) {
            case 0 -> Samples.moving("default", new VolumeMove("modifying", "b", Samples.TIME, 8 * GIB, 4 * GIB, null));
            case 1 ->
                Samples.moving("b", new VolumeMove("optimizing", "default", Samples.TIME, 8 * GIB, 8 * GIB, null));
            default -> Samples.moving("b", null);
        };
    }

    @Test
    void hydrationSendsOnlyWhatIsToChange() throws IOException {
        Function<Request<?>, Record> script = request -> Samples.managed("paused", 1, null);
        assertThat(asked(script, "volume", "hydration", "data", "--pause"))
                .containsExactly(new ModifyVolumeHydration("data", null, true));
        assertThat(asked(script, "volume", "hydration", "data", "--resume", "--rate=50"))
                .containsExactly(new ModifyVolumeHydration("data", 50L, false));
        assertThat(asked(script, "volume", "hydration", "data", "--rate=0"))
                .containsExactly(new ModifyVolumeHydration("data", 0L, null));
    }

    @Test
    void hydrationWithoutAnOptionChangesNothing() throws IOException {
        VolumeList answer = new VolumeList(List.of(Samples.managed("waiting", 1, "the store is away")), null);
        assertGolden("volume-hydration.txt", shown(request -> answer, "volume", "hydration", "data"));
    }

    @Test
    void managedVolumeIsShownWithItsHydration() throws IOException {
        VolumeList answer = new VolumeList(List.of(Samples.managed("running", 1, null)), null);
        assertGolden("volume-show-managed.txt", shown(request -> answer, "volume", "show", "data"));
    }

    @Test
    void waitTellsEachStepAndThatTheTargetIsComplete() throws IOException {
        AtomicInteger gibibytes = new AtomicInteger();
        Cli cli = run(ExitCode.OK, request -> filling(gibibytes.getAndIncrement()), "volume", "wait", "data");
        assertThat(cli.err().lines())
                .containsExactly(
                        "data: 0 % running, 0 B of 4.0 GiB, 512.0 MiB/s, boot set 0 B of 1.0 GiB, 8.0 s to go",
                        "data: 25 % running, 1.0 GiB of 4.0 GiB, 512.0 MiB/s, boot set there, 6.0 s to go",
                        "data: 50 % running, 2.0 GiB of 4.0 GiB, 512.0 MiB/s, boot set there, 4.0 s to go",
                        "data: 75 % running, 3.0 GiB of 4.0 GiB, 512.0 MiB/s, boot set there, 2.0 s to go");
        assertThat(cli.out()).isEqualTo(Samples.MANAGED + "  hydrated: /dev/vg0/data alone has the whole content\n");
    }

    @Test
    void waitEndsAsSoonAsTheBootSetIsThere() throws IOException {
        AtomicInteger gibibytes = new AtomicInteger();
        Cli cli = run(
                ExitCode.OK,
                request -> filling(gibibytes.getAndIncrement()),
                "volume",
                "wait",
                "data",
                "--until",
                "boot-set");
        assertThat(cli.err()).isEqualTo("data: 0 % running, boot set 0 B of 1.0 GiB\n");
        assertThat(cli.out()).isEqualTo(Samples.MANAGED + "  boot set there; the whole is hydrated to 25 %\n");
    }

    @Test
    void bootSetOfACompleteVolumeIsThere() throws IOException {
        Cli cli = run(ExitCode.OK, request -> filling(4), "volume", "wait", "data", "--until=boot-set");
        assertThat(cli.out()).isEqualTo(Samples.MANAGED + "  boot set there; the whole is hydrated to 100 %\n");
    }

    @Test
    void damageMattersOnlyToABootSetThatIsNotThere() throws IOException {
        VolumeList without = new VolumeList(List.of(Samples.managed("impaired", 0, "1 block is damaged")), null);
        VolumeList with = new VolumeList(List.of(Samples.managed("impaired", 3, "1 block is damaged")), null);
        Cli damaged = run(ExitCode.DAMAGED, request -> without, "volume", "wait", "data", "--until=boot-set");
        assertThat(damaged.err()).contains("lacks what is damaged in the store: 1 block is damaged\nhint: ");
        Cli whole = run(ExitCode.OK, request -> with, "volume", "wait", "data", "--until=boot-set");
        assertThat(whole.out()).contains("boot set there");
    }

    @Test
    void showFollowsUntilItIsHydrated() throws IOException {
        AtomicInteger gibibytes = new AtomicInteger(2);
        Cli cli =
                run(ExitCode.OK, request -> filling(gibibytes.getAndIncrement()), "volume", "show", "data", "--watch");
        assertThat(cli.out()).contains("hydration  100 % completed").doesNotContain("to go");
    }

    private static VolumeList filling(int gibibytes) {
        return new VolumeList(
                List.of(Samples.managed(gibibytes == 4 ? "completed" : "running", gibibytes, null)), null);
    }

    @Test
    void volumeThatLacksDamagedBlocksIsFive() throws IOException {
        VolumeList impaired = new VolumeList(List.of(Samples.managed("impaired", 3, "block 7: wrong tag")), null);
        Cli cli = run(ExitCode.DAMAGED, request -> impaired, "volume", "wait", "data");
        assertThat(cli.err()).contains("lacks what is damaged in the store: block 7: wrong tag\nhint: ");
    }

    @Test
    void nothingFillsARegisteredVolume() throws IOException {
        VolumeList registered = new VolumeList(List.of(Samples.volume()), null);
        Cli cli = run(ExitCode.USAGE, request -> registered, "volume", "wait", "root");
        assertThat(cli.err()).startsWith("ebsnap: " + Samples.VOLUME + " is registered: nothing fills it\n");
    }

    @Test
    void lazyRestorePrintsTheDeviceAndSaysWhenTheTargetIsComplete() throws IOException {
        try (FakeDaemon daemon = daemon(ManagedVolumeCommandsTest::serve)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("restore", Samples.SNAPSHOT, "/dev/vg0/data", "--lazy", "--force", "--init-rate", "100"))
                    .as(cli.err())
                    .isZero();
            assertThat(daemon.asked())
                    .containsExactly(
                            new CreateVolume(
                                    Samples.SNAPSHOT,
                                    null,
                                    null,
                                    List.of(),
                                    null,
                                    "/dev/vg0/data",
                                    true,
                                    100L,
                                    null,
                                    null),
                            new AttachVolume(Samples.MANAGED, AttachVia.AUTO, false, null));
            assertThat(cli.out()).isEqualTo("/dev/loop3\n");
            assertThat(cli.err())
                    .isEqualTo("use that device: /dev/vg0/data alone is complete only when " + Samples.MANAGED
                            + " is hydrated\nhint: to watch it: ebsnap volume show " + Samples.MANAGED + " --watch\n");
        }
    }

    private static Record serve(Request<?> request) {
        return request instanceof CreateVolume ? Samples.managed("queued", 0, null) : Samples.attachment();
    }

    @Test
    void lazyRestoreThatCannotAttachSaysWhatToDoWithItsVolume() throws IOException {
        Function<Request<?>, Record> script = request -> {
            if (request instanceof AttachVolume) {
                throw FakeDaemon.error(ErrorKind.UNAVAILABLE, "Unavailable", "there is no /dev/fuse");
            }
            return Samples.managed("queued", 0, null);
        };
        Cli cli = run(ExitCode.FAILED, script, "restore", Samples.SNAPSHOT, "/dev/vg0/data", "--lazy");
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err())
                .contains("ebsnap volume attach " + Samples.MANAGED, "ebsnap volume delete " + Samples.MANAGED)
                .contains("ebsnap: there is no /dev/fuse\n");
    }

    @Test
    void nbdExportPrintsUrisAndSendsItsOptions() throws IOException {
        Function<Request<?>, Record> script = request -> export();
        assertThat(shown(script, "nbd", "export", Samples.SNAPSHOT))
                .isEqualTo("nbd+unix:///x?socket=/run/s\nnbds://host/x\n");
        assertThat(asked(script, "nbd", "export", "data"))
                .containsExactly(new CreateExport("data", null, false, List.of()));
        assertThat(asked(
                        script,
                        "nbd",
                        "export",
                        "data",
                        "--name=x",
                        "--read-only",
                        "--allow",
                        "user:backup",
                        "--allow",
                        "certificate:h"))
                .containsExactly(new CreateExport("data", "x", true, List.of("user:backup", "certificate:h")));
    }

    @Test
    void nbdListAndUnexport() throws IOException {
        ExportList exports = new ExportList(List.of(export()), null);
        assertGolden("nbd-list.txt", shown(request -> exports, "nbd", "list"));
        assertGolden("nbd-list.json", shown(request -> exports, "nbd", "list", "-o", "json"));
        assertThat(asked(request -> new Done(true), "nbd", "unexport", "x"))
                .containsExactly(new DeleteExport("x", false));
        assertThat(asked(request -> new Done(true), "nbd", "unexport", "--force", "x"))
                .containsExactly(new DeleteExport("x", true));
    }

    private static Export export() {
        return new Export(
                "x",
                Samples.SNAPSHOT,
                true,
                4 * GIB,
                List.of("nbd+unix:///x?socket=/run/s", "nbds://host/x"),
                List.of("user:backup"));
    }

    private Cli run(int exitCode, Function<Request<?>, Record> script, String... arguments) throws IOException {
        try (FakeDaemon daemon = daemon(script)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run(arguments)).as(cli.err()).isEqualTo(exitCode);
            return cli;
        }
    }
}
