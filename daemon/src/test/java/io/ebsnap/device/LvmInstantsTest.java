package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceIdentity;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.MappedName;
import io.ebsnap.linux.jnr.JnrLinux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * LVM's programs are scripts here that keep a table of volumes in files and record what they are asked, since the kernel that runs the
 * tests may have no device mapper. Nothing of it is needed but the directory of the programs: in a virtual machine with a volume group
 * the same methods run against the real ones.
 */
class LvmInstantsTest {

    private static final String SNAPSHOT = "ebsnap-" + Machine.SNAPSHOT;
    private static final Linux LINUX = JnrLinux.load();

    /** Volumes are files GROUP/NAME that hold what lvs prints for them. */
    private static final String LVS = """
            #!/bin/sh
            for volume; do :; done
            echo "lvs $*" >> "$ROOT/calls"
            [ -e "$ROOT/broken" ] && { echo "  Can't get lock for vg" >&2; exit 5; }
            name=${volume#/dev/mapper/}
            [ "$name" = "$volume" ] || name=$(echo "$name" | tr - /)
            [ -e "$ROOT/volumes/$name" ] || { echo "  Failed to find logical volume \\"$volume\\"" >&2; exit 5; }
            echo "  WARNING: something that nobody asked for" >&2
            echo "  $(cat "$ROOT/volumes/$name")"
            """;

    private static final String LVCREATE = """
            #!/bin/sh
            echo "lvcreate $*" >> "$ROOT/calls"
            for origin; do :; done
            [ -e "$ROOT/full" ] && { echo "  Volume group has insufficient free space" >&2; exit 5; }
            cp "$ROOT/origin" "$ROOT/node"
            echo "vg|$NAME|sri-a-s---|${POOL}|1048576|4194304|65536|$ROOT/node" > "$ROOT/volumes/vg/$NAME"
            """;

    private static final String LVCHANGE = """
            #!/bin/sh
            echo "lvchange $*" >> "$ROOT/calls"
            cp "$ROOT/origin" "$ROOT/node"
            """;

    private static final String LVREMOVE = """
            #!/bin/sh
            echo "lvremove $*" >> "$ROOT/calls"
            for volume; do :; done
            [ -e "$ROOT/busy" ] && { rm "$ROOT/busy"; echo "  Logical volume in use." >&2; exit 5; }
            rm "$ROOT/volumes/$volume" "$ROOT/node"
            """;

    @TempDir
    Path root = Path.of("/");

    @BeforeEach
    void makeATableWithOneVolume() throws IOException {
        Files.createDirectories(root.resolve("volumes/vg"));
        Files.createDirectories(root.resolve("bin"));
        Files.write(root.resolve("origin"), SparseContent.of(1 << 20).expected(0, 1 << 20));
        tool("lvs", LVS);
        tool("lvcreate", LVCREATE);
        tool("lvchange", LVCHANGE);
        tool("lvremove", LVREMOVE);
        thick(4 << 20);
    }

    private void tool(String name, String script) throws IOException {
        String set =
                "#!/bin/sh\nROOT='" + root + "'; NAME=" + SNAPSHOT + "; POOL=$(cat '" + root + "/pool' 2>/dev/null)\n";
        Path file = Files.writeString(root.resolve("bin").resolve(name), script.replace("#!/bin/sh\n", set));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private void thick(long freeBytes) throws IOException {
        volume("data", "vg|data|owi-aos---||1048576|" + freeBytes + "|65536|/dev/mapper/vg-data");
    }

    private void thin() throws IOException {
        volume("data", "vg|data|Vwi-aotz--|pool|1048576|0|65536|/dev/mapper/vg-data");
        Files.writeString(root.resolve("pool"), "pool");
    }

    private void volume(String name, String line) throws IOException {
        Files.writeString(root.resolve("volumes/vg").resolve(name), line + "\n");
    }

    private List<String> calls(String tool) throws IOException {
        return Files.readAllLines(root.resolve("calls")).stream()
                .filter(line -> line.startsWith(tool + " "))
                .toList();
    }

    private LvmInstants instants() {
        Tools tools = new Tools(List.of(root.resolve("bin")), new Commands(System::nanoTime), Duration.ofMinutes(1));
        return new LvmInstants(
                new LogicalVolumes(tools),
                new LvmInstants.Holding(new Sources(LINUX.blockDevices()), journal(), InstantSource.system(), 15));
    }

    private InstantJournal journal() {
        return new InstantJournal(root.resolve("state"), LINUX.durability());
    }

    private static Subject subject(String mapperName, String uuid) {
        DeviceDescription device = new DeviceDescription(
                new DeviceNumber(253, 7),
                "dm-7",
                Path.of("/dev/dm-7"),
                1 << 20,
                512,
                512,
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                new DeviceIdentity(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.of(new MappedName(mapperName, uuid)),
                Optional.empty());
        return new Subject("/dev/vg/data", Path.of("/dev/vg/data"), Optional.of(device), Optional.empty(), 1 << 20);
    }

    private InstantMethod.Attempt attempt() {
        return instants().attempt(subject("vg-data", "LVM-abc"), Machine.order(Path.of("/dev/vg/data")));
    }

    private PointInTime taken() {
        return ((InstantMethod.Attempt.Taken) attempt()).instant();
    }

    private String refused() {
        return ((InstantMethod.Attempt.Refused) attempt()).reason();
    }

    @Test
    void aThickVolumeGetsASnapshotWithAShareOfItsSizeAndLosesItAtTheEnd() throws IOException {
        try (PointInTime instant = taken()) {
            assertThat(calls("lvcreate"))
                    .containsExactly("lvcreate --yes --snapshot --name " + SNAPSHOT
                            + " --addtag ebsnap --permission r --extents 3 vg/data");
            assertThat(instant.artifact()).hasValue("/dev/vg/" + SNAPSHOT);
            assertThat(SparseContent.read(instant.source(), 0, 1 << 20))
                    .isEqualTo(SparseContent.of(1 << 20).expected(0, 1 << 20));
            instant.confirm();
        }
        assertThat(calls("lvremove")).containsExactly("lvremove --yes --force vg/" + SNAPSHOT);
        assertThat(calls("lvchange")).isEmpty();
        assertThat(root.resolve("state")).isEmptyDirectory();
    }

    @Test
    void aThinVolumeGetsASnapshotWithoutASizeThatIsActivated() throws IOException {
        thin();
        try (PointInTime instant = taken()) {
            assertThat(calls("lvcreate"))
                    .containsExactly("lvcreate --yes --snapshot --name " + SNAPSHOT
                            + " --addtag ebsnap --permission r --setactivationskip y vg/data");
            assertThat(calls("lvchange"))
                    .containsExactly("lvchange --yes --activate y --ignoreactivationskip vg/" + SNAPSHOT);
            instant.confirm();
        }
    }

    @Test
    void aSnapshotThatOverflowsWhileItIsReadIsNoInstant() throws IOException {
        try (PointInTime instant = taken()) {
            volume(SNAPSHOT, "vg|" + SNAPSHOT + "|sri-I-s---||1048576|0|65536|" + root.resolve("node"));
            assertThatThrownBy(instant::confirm)
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("has overflowed (sri-I-s---)");
        }
        assertThat(root.resolve("volumes/vg").resolve(SNAPSHOT)).doesNotExist();
    }

    @Test
    void aSnapshotGetsWhatIsFreeWhereTheShareIsMoreAndNoneWhereNothingIs() throws IOException {
        thick(2 * 65536);
        taken().close();
        assertThat(calls("lvcreate").getFirst()).contains("--extents 2 ");
        thick(65535);
        assertThat(refused()).isEqualTo("the volume group vg has no room for a snapshot");
    }

    private List<String> allCalls() throws IOException {
        return Files.readAllLines(root.resolve("calls"));
    }

    private PointInTime takenPrepared() throws IOException {
        Supplier<InstantMethod.Attempt> prepared =
                instants().prepared(subject("vg-data", "LVM-abc"), Machine.order(Path.of("/dev/vg/data")));
        Files.delete(root.resolve("calls"));
        return ((InstantMethod.Attempt.Taken) prepared.get()).instant();
    }

    @Test
    void whatIsPreparedLooksAtNoDevicesButThoseOfTheGroupInItsMoment() throws IOException {
        tool("vgs", "#!/bin/sh\necho '  /dev/pv1'\necho '  /dev/pv2'\n");
        thin();
        PointInTime instant = takenPrepared();
        assertThat(allCalls()).hasSize(4).allMatch(call -> call.contains(" --devices /dev/pv1,/dev/pv2 --"));
        Files.delete(root.resolve("calls"));
        instant.close();
        assertThat(allCalls()).isNotEmpty().noneMatch(call -> call.contains("--devices"));
    }

    @Test
    void whatIsPreparedWithProgramsThatCannotBeConfinedLooksAtAll() throws IOException {
        tool("vgs", "#!/bin/sh\necho '  /dev/pv1'\n");
        tool(
                "lvs",
                LVS.replace(
                        "#!/bin/sh\n",
                        "#!/bin/sh\n[ \"$1\" = --devices ] && { echo \"  unrecognized option\" >&2; exit 3; }\n"));
        takenPrepared().close();
        assertThat(allCalls()).noneMatch(call -> call.contains("--devices"));
    }

    @Test
    void aRefusalOfLvmIsTheReasonAndNothingIsLeft() throws IOException {
        Files.createFile(root.resolve("full"));
        assertThat(refused()).contains("lvcreate: exit status 5: Volume group has insufficient free space");
        assertThat(root.resolve("state")).isEmptyDirectory();
    }

    @Test
    void aSnapshotThatIsBusyForAMomentIsRemovedAllTheSame() throws IOException {
        PointInTime instant = taken();
        Files.createFile(root.resolve("busy"));
        instant.close();
        assertThat(calls("lvremove")).hasSize(2);
        assertThat(root.resolve("volumes/vg").resolve(SNAPSHOT)).doesNotExist();
    }

    @Test
    void aKeptSnapshotCanBeGoneOnWithAndDiscarded() throws IOException {
        thin();
        PointInTime instant = taken();
        SavedInstant saved = new SavedInstant(
                "/dev/vg/data",
                Machine.SNAPSHOT,
                ConsistencyMethod.LVM_SNAPSHOT,
                instant.artifact().orElseThrow(),
                instant.instant());
        instant.suspend();
        // As after a restart of the machine: the volume is there, its device is not.
        Files.delete(root.resolve("node"));
        try (PointInTime resumed = instants().resume(saved).orElseThrow()) {
            assertThat(resumed.instant()).isEqualTo(saved.instant());
            resumed.confirm();
        }
        assertThat(instants().resume(saved)).isEmpty();
        instants().discard(saved.artifact());
        assertThat(root.resolve("state")).isEmptyDirectory();
    }

    @Test
    void aSnapshotThatLvmCannotTellAboutIsNotTakenForGone() throws IOException {
        PointInTime instant = taken();
        Files.createFile(root.resolve("broken"));
        assertThatThrownBy(instant::close).isInstanceOf(Failure.Unavailable.class);
        assertThat(root.resolve("state")).isNotEmptyDirectory();
    }

    @Test
    void noVolumeButThoseMadeHereIsEverRemoved() throws IOException {
        instants().discard("/dev/vg/data");
        instants().discard("/dev/vg/ebsnap-mine");
        assertThat(root.resolve("volumes/vg/data")).exists();
        assertThat(root.resolve("calls")).doesNotExist();
    }

    @Test
    void whatIsNoLogicalVolumeIsRefused() {
        InstantMethod.Attempt attempt =
                instants().attempt(subject("secret", "CRYPT-LUKS2-x"), Machine.order(Path.of("/dev/mapper/secret")));
        assertThat(attempt).isEqualTo(new InstantMethod.Attempt.Refused("it is not a logical volume"));
    }
}
