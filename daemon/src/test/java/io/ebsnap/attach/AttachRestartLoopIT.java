package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device outlives the process that serves it. */
@RequiresLoopDevices
@Requires(
        root = true,
        file = "/dev/fuse",
        command = {"losetup", "fio"})
class AttachRestartLoopIT {

    private static final long SIZE = 96L << 20;
    private static final int KILLS = 4;
    private static final long BETWEEN_KILLS_MILLIS = 700;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private ScratchAttachments scratch;
    private ServerProcess.Place place;

    @BeforeEach
    void prepare() throws IOException {
        scratch = new ScratchAttachments(disks);
        place = new ServerProcess.Place(disks, scratch, disks.image(SIZE), SIZE);
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.start(place, "");
    }

    private static CompletableFuture<Commands.Result> inTheBackground(String... command) {
        CompletableFuture<Commands.Result> result = new CompletableFuture<>();
        Thread.ofPlatform().name("command").daemon().start(() -> result.complete(Commands.attempt(command)));
        return result;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0})
    void requestsWaitWhileTheServerIsKilledAndAnotherOneAnswersThem(int direct) throws Exception {
        ServerProcess server = start();
        assertThat(server.word()).isEqualTo("attached");
        Path device = server.device();
        CompletableFuture<Commands.Result> fio = inTheBackground(
                "fio",
                "--name=restart",
                "--filename=" + device,
                "--direct=" + direct,
                "--rw=randwrite",
                "--bs=16k",
                "--ioengine=libaio",
                "--iodepth=16",
                "--size=" + SIZE,
                "--rate=16m",
                "--fsync=50",
                "--verify=crc32c",
                "--verify_fatal=1",
                "--verify_state_save=0",
                "--randseed=7");
        for (int kill = 0; kill < KILLS; kill++) {
            Thread.sleep(BETWEEN_KILLS_MILLIS);
            server.kill();
            server = start();
            assertThat(server.word()).isEqualTo("resumed");
            assertThat(server.device()).isEqualTo(device);
        }
        Commands.Result result = fio.get();
        assertThat(result.output()).contains("err= 0");
        assertThat(result.status()).as(result.output()).isZero();
        Commands.run("cmp", place.image().toString(), device.toString());
        server.stop();
    }

    @Test
    void aMountedFileSystemWaitsForTheNextServerWhenOneStops() throws Exception {
        ServerProcess first = start();
        disks.format("ext4", first.device());
        Path point = Files.createDirectory(disks.directory().resolve("point"));
        disks.afterwards(() -> Commands.attempt("umount", point.toString()));
        Commands.run("mount", first.device().toString(), point.toString());
        Commands.run("sh", "-c", "echo before > " + point + "/before");
        first.stop();
        Path name = scratch.links().resolve(VolumeServer.NAME.leaf());
        assertThat(Files.readSymbolicLink(name)).isEqualTo(first.device());
        // As it is when a server ends before it makes the link.
        Files.delete(name);
        CompletableFuture<Commands.Result> write =
                inTheBackground("sh", "-c", "echo after > " + point + "/after && sync -f " + point);
        ServerProcess second = start();
        assertThat(second.word()).isEqualTo("resumed");
        assertThat(Files.readSymbolicLink(name)).isEqualTo(first.device());
        assertThat(write.get().status()).isZero();
        assertThat(Commands.run("cat", point + "/before", point + "/after")).isEqualTo("before\nafter");
        Commands.run("umount", point.toString());
        Commands.run("fsck.ext4", "-fn", second.device().toString());
        Commands.run("mount", second.device().toString(), point.toString());
        second.stop();
        ServerProcess third = start();
        Commands.run("umount", point.toString());
        third.stop();
        assertThat(new AttachmentRecords(scratch.records()).all()).isEmpty();
    }

    @Test
    void withoutItsKeeperADeviceWhoseServerIsDeadFailsAndTheNextOneCleansUp() throws Exception {
        ServerProcess first = start();
        first.kill();
        CompletableFuture<Commands.Result> read =
                inTheBackground("dd", "if=" + first.device(), "of=/dev/null", "iflag=direct", "count=1", "bs=4k");
        FuseRecord record =
                (FuseRecord) new AttachmentRecords(scratch.records()).all().getFirst();
        Commands.run("kill", Long.toString(record.keeper().processId()));
        assertThat(read.get().status()).isNotZero();
        ServerProcess second = start();
        assertThat(second.word()).isEqualTo("attached");
        second.stop();
    }

    @Test
    void aVolumeThatIsGoneLeavesNoDevice() throws Exception {
        ServerProcess server = start();
        server.kill();
        try (Attachments attachments = scratch.open()) {
            assertThat(attachments.resume((volume, readOnly) -> {
                        throw new Failure.NotFound(volume + " is gone");
                    }))
                    .isEmpty();
        }
        assertThat(Commands.run("losetup", "--list"))
                .doesNotContain(scratch.mounts().toString());
    }

    @Test
    void aVolumeThatCannotBeOpenedNowGoesOnWaiting() throws Exception {
        ServerProcess first = start();
        first.kill();
        try (Attachments attachments = scratch.open()) {
            assertThat(attachments.resume((volume, readOnly) -> {
                        throw new Failure.Unavailable("the store is away", null);
                    }))
                    .isEmpty();
        }
        ServerProcess second = start();
        assertThat(second.word()).isEqualTo("resumed");
        second.stop();
    }

    @Test
    void whoAsksAboutOtherDevicesDoesNotWaitForADeadServer() throws Exception {
        start().kill();
        DeviceInventory inventory = disks.linux().deviceInventory();
        Path other = disks.loop(1 << 20);
        assertThat(inventory.uses(inventory.describe(other).number())).isEmpty();
        assertThat(disks.linux().loopControl().attached())
                .anyMatch(loop -> loop.device().equals(other));
    }
}
