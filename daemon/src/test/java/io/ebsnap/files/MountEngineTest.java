package io.ebsnap.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.ForwardingDataPlane;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts from their beginning to their end, through the death of the daemon and of those who use them. */
class MountEngineTest {

    private static final SnapshotId SNAPSHOT = new SnapshotId("snap-00000000000000001");
    private static final SnapshotId GONE = new SnapshotId("snap-00000000000000002");
    private static final String UUID = "01020304-0506-0708-090a-0b0c0d0e0f10";

    @TempDir
    private Path folder = Path.of("");

    private final FakeMountDevices devices = new FakeMountDevices();
    private final Random random = new Random(1);
    private byte[] disk = xfs();
    private boolean deleted;
    private int held;

    private MountEngine engine() {
        return new MountEngine(new MountEngine.Parts(
                this::opened,
                devices,
                new MountEngine.Places(folder.resolve("mounts"), folder.resolve("btrfs")),
                () -> Instant.ofEpochMilli(1_000),
                random));
    }

    private DataPlane opened(SnapshotId snapshot) {
        if (deleted || snapshot.equals(GONE)) {
            throw new Failure.NotFound("there is no " + snapshot);
        }
        held++;
        return new ForwardingDataPlane(new MemoryDataPlane(snapshot.value(), disk, true)) {
            private boolean closed;

            @Override
            public void close() {
                held -= closed ? 0 : 1;
                closed = true;
            }
        };
    }

    private static byte[] xfs() {
        byte[] bytes = new byte[1 << 20];
        ByteBuffer.wrap(bytes).put("XFSB".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer.wrap(bytes).put(108, "data".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 16; i++) {
            bytes[32 + i] = (byte) (i + 1);
        }
        return bytes;
    }

    private static byte[] btrfs() {
        byte[] bytes = new byte[1 << 20];
        ByteBuffer.wrap(bytes).put(65_536 + 64, "_BHRfS_M".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 16; i++) {
            bytes[65_536 + 32 + i] = (byte) (i + 1);
        }
        return bytes;
    }

    @Test
    void aMountIsHeldAsLongAsItIsThereAndLeavesNothing() throws IOException {
        MountEngine engine = engine();
        assertThat(engine.parts(SNAPSHOT)).singleElement().satisfies(part -> {
            assertThat(part.name()).isEqualTo("disk");
            assertThat(part.fileSystem()).hasValue(new FileSystem("xfs", "data", UUID));
        });
        assertThat(held).as("looking holds nothing").isZero();
        SnapshotMount mount = engine.mount(new MountOrder(SNAPSHOT, "", "/mnt"));
        assertThat(mount.device()).isEqualTo(Path.of("/dev/loop1"));
        assertThat(mount.fileSystem().mountOptions()).contains("ro", "nosuid", "nodev", "noexec", "nouuid");
        assertThat(held).isEqualTo(1);
        devices.mounted.put(mount.device(), List.of("/mnt"));
        assertThat(engine.list()).singleElement().satisfies(listed -> {
            assertThat(listed.id()).isEqualTo(mount.id());
            assertThat(listed.mountPoints()).containsExactly("/mnt");
        });
        assertThatThrownBy(() -> engine.unmount(mount.id()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("/mnt");
        devices.mounted.clear();
        engine.unmount(mount.id());
        assertThat(held).isZero();
        assertThat(left()).isEmpty();
        assertThatThrownBy(() -> engine.unmount(mount.id())).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void whatFailsLeavesNothing() throws IOException {
        MountEngine engine = engine();
        devices.broken = true;
        assertThatThrownBy(() -> engine.mount(new MountOrder(SNAPSHOT, "", "")))
                .isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> engine.mount(new MountOrder(GONE, "", ""))).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> engine.mount(new MountOrder(SNAPSHOT, "7", "")))
                .isInstanceOf(Failure.NotFound.class)
                .hasMessageContaining("disk (xfs)");
        assertThat(held).isZero();
        assertThat(left()).isEmpty();
        assertThat(engine.list()).isEmpty();
    }

    @Test
    void atTheLimitThereIsNoMoreUntilOneEnds() {
        MountEngine engine = engine();
        devices.broken = true;
        assertThatThrownBy(() -> engine.mount(new MountOrder(SNAPSHOT, "", "")))
                .isInstanceOf(Failure.Unavailable.class);
        devices.broken = false;
        for (int i = 0; i < 16; i++) {
            SnapshotMount unused = engine.mount(new MountOrder(SNAPSHOT, "", ""));
        }
        assertThatThrownBy(() -> engine.mount(new MountOrder(SNAPSHOT, "", ""))).isInstanceOf(Failure.Exhausted.class);
        engine.unmount(engine.list().getFirst().id());
        SnapshotMount unused = engine.mount(new MountOrder(SNAPSHOT, "", ""));
    }

    @Test
    void theNextDaemonGoesOnWithTheDeviceAndWhatWasWrittenOverIt() throws IOException {
        SnapshotMount mount = engine().mount(new MountOrder(SNAPSHOT, "", "/mnt"));
        MountEngine next = engine();
        assertThat(next.knows(mount.id())).isTrue();
        assertThat(next.knows(new VolumeId("vol-00000000000000000"))).isFalse();
        DataPlane plane = next.resume(mount.id());
        plane.write(
                0,
                ByteBuffer.allocateDirect(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(7)
                        .flip(),
                Fua.NO);
        MountEngine third = engine();
        DataPlane again = third.resume(mount.id());
        ByteBuffer read = ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN);
        again.read(0, read);
        assertThat(read.flip().getLong()).isEqualTo(7);
        third.settle(devices.attached::containsKey);
        assertThat(third.list()).singleElement().satisfies(listed -> {
            assertThat(listed.device()).isEqualTo(mount.device());
            assertThat(listed.directory()).isEqualTo("/mnt");
            assertThat(listed.attachTime()).isEqualTo(Instant.ofEpochMilli(1_000));
        });
        third.unmount(mount.id());
        assertThat(left()).isEmpty();
    }

    @Test
    void whatCannotBeGoneOnWithIsEnded() throws IOException {
        SnapshotMount mount = engine().mount(new MountOrder(SNAPSHOT, "", "/mnt"));
        deleted = true;
        MountEngine next = engine();
        assertThatThrownBy(() -> next.resume(mount.id())).isInstanceOf(Failure.NotFound.class);
        Files.write(folder.resolve("mounts/vol-00000000000000009.scratch"), new byte[10]);
        next.settle(id -> false);
        assertThat(devices.attached).isEmpty();
        assertThat(next.list()).isEmpty();
        assertThat(left()).isEmpty();
    }

    @Test
    void aDeviceThatNobodyUsesIsEndedAfterAWhileAndOneThatIsUsedIsNot() throws IOException {
        MountEngine engine = engine();
        SnapshotMount used = engine.mount(new MountOrder(SNAPSHOT, "", ""));
        SnapshotMount open = engine.mount(new MountOrder(SNAPSHOT, "", ""));
        SnapshotMount idle = engine.mount(new MountOrder(SNAPSHOT, "", ""));
        devices.mounted.put(used.device(), List.of("/mnt"));
        devices.used.add(open.id());
        for (int look = 1; look < MountEngine.IDLE_LOOKS; look++) {
            engine.releaseUnused();
            assertThat(engine.list()).hasSize(3);
        }
        engine.releaseUnused();
        assertThat(engine.list()).extracting(SnapshotMount::id).containsExactlyInAnyOrder(used.id(), open.id());
        assertThat(devices.attached).doesNotContainKey(idle.id());
        assertThat(held).isEqualTo(2);
    }

    @Test
    void aBtrfsIsRefusedWhileOneOfItsUuidIsMounted() throws IOException {
        disk = btrfs();
        Files.createDirectories(folder.resolve("btrfs").resolve(UUID));
        MountEngine engine = engine();
        assertThatThrownBy(() -> engine.mount(new MountOrder(SNAPSHOT, "", "")))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(UUID);
        Files.delete(folder.resolve("btrfs").resolve(UUID));
        assertThat(engine.mount(new MountOrder(SNAPSHOT, "", "")).fileSystem().type())
                .isEqualTo("btrfs");
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("mounts"))) {
            return files.toList();
        }
    }
}
