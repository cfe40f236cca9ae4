package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.device.Commands;
import io.ebsnap.device.Tools;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.NbdConnection;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.volume.MemoryDataPlane;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not need the kernel's driver; {@code scripts/vm-test attach-nbd} does the rest with it. */
class NbdMethodTest {

    private static final int MIB = 1 << 20;
    private static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");

    private static final NativeSpeed SERVED = new NativeSpeed(
            false,
            new FakeMapper(),
            (target, readOnly) -> {
                throw new AssertionError(target);
            },
            System::nanoTime);

    private final FakeNbdDriver driver = new FakeNbdDriver();
    private final byte[] content = new byte[MIB];

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private KernelClients clients;

    @SuppressWarnings("NullAway.Init")
    private AttachmentRecords records;

    @BeforeEach
    void open() {
        new Random(1).nextBytes(content);
        records = new AttachmentRecords(directory);
        clients = clients();
    }

    @AfterEach
    void close() {
        clients.close();
    }

    private AttachSettings settings() {
        return ScratchAttachments.settings(directory, directory, directory);
    }

    private KernelClients clients() {
        return new KernelClients(settings(), JnrLinux.load().accounts(), System::nanoTime);
    }

    private NbdMethod method(String boot) {
        Tools tools = new Tools(Tools.DIRECTORIES, new Commands(System::nanoTime), Duration.ofSeconds(10));
        KernelSockets sockets = new KernelSockets(driver, directory);
        return new NbdMethod(
                new NbdParts(driver, settings(), sockets, clients, records, tools, SERVED, InstantSource.system()),
                boot);
    }

    private MemoryDataPlane plane() {
        return new MemoryDataPlane("vol", content.clone(), false);
    }

    private void requireServed(SocketChannel kernel) throws Exception {
        assertThat(FakeNbdDriver.read(kernel, 0, MIB)).isEqualTo(content);
    }

    @Test
    void theDriverIsToldAllOfTheVolumeAndOneConnectionWithoutALimitServesIt() throws Exception {
        AttachedDevice device = method("boot").attach(VOLUME, plane(), Optional.empty());
        assertThat(device.facts().device()).isEqualTo(Path.of("/dev/nbd3"));
        NbdConnection told = driver.connected().orElseThrow();
        assertThat(told.sizeBytes()).isEqualTo(MIB);
        assertThat(told.blockBytes()).isEqualTo(512);
        assertThat(told.requestTimeout()).isZero();
        assertThat(told.deadConnectionTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(told.backend()).isEqualTo(VOLUME.value());
        assertThat(told.serverFlags() & 0x16d)
                .as("flags, flush, FUA, trim, zeroes, several connections")
                .isEqualTo(0x16d);
        requireServed(driver.awaitConnection());
        assertThat(driver.hasAnotherConnection()).isFalse();
        assertThat(records.all()).containsExactly(new NbdRecord(device.facts(), "boot", false));
        device.detach();
    }

    @Test
    void aConnectionThatBreaksIsReplaced() throws Exception {
        AttachedDevice device = method("boot").attach(VOLUME, plane(), Optional.empty());
        for (int round = 0; round < 3; round++) {
            SocketChannel kernel = driver.awaitConnection();
            requireServed(kernel);
            kernel.close();
        }
        requireServed(driver.awaitConnection());
        device.detach();
    }

    @Test
    void aDetachedDeviceIsFlushedDisconnectedAndForgotten() throws Exception {
        MemoryDataPlane plane = plane();
        AttachedDevice device = method("boot").attach(VOLUME, plane, Optional.empty());
        SocketChannel kernel = driver.awaitConnection();
        device.detach();
        assertThat(plane.flushes()).isEqualTo(2);
        assertThat(driver.connected()).isEmpty();
        assertThat(records.all()).isEmpty();
        assertThat(kernel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(driver.hasAnotherConnection()).isFalse();
    }

    @Test
    void theNextDaemonGoesOnAndTheDeviceGrowsThen() throws Exception {
        method("boot").attach(VOLUME, plane(), Optional.empty()).suspend();
        assertThat(driver.awaitConnection().read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(driver.connected()).isPresent();
        assertThat(driver.hasAnotherConnection()).isFalse();
        clients.close();
        clients = clients();
        MemoryDataPlane plane = plane();
        AttachedDevice device = method("boot").resume(records.all().getFirst(), plane);
        requireServed(driver.awaitConnection());
        plane.grow(2 * MIB);
        device.refreshCapacity();
        assertThat(driver.connected().orElseThrow().sizeBytes()).isEqualTo(2 * MIB);
        device.detach();
    }

    @Test
    void aDeviceOfWhichTheLastDaemonDidNotComeToKnowIsFound() throws Exception {
        AttachedDevice first = method("boot").attach(VOLUME, plane(), Optional.empty());
        first.suspend();
        driver.awaitConnection();
        records.put(new NbdRecord(first.facts().withDevice(NbdRecord.NOT_YET), "boot", false));
        AttachedDevice device = method("boot").resume(records.all().getFirst(), plane());
        assertThat(device.facts().device()).isEqualTo(Path.of("/dev/nbd3"));
        requireServed(driver.awaitConnection());
        device.abandon();
        assertThat(driver.connected()).isEmpty();
    }

    @Test
    void whatWasDisconnectedOrIsOfAnotherBootIsOver() {
        AttachedDevice device = method("boot").attach(VOLUME, plane(), Optional.empty());
        device.suspend();
        AttachmentRecord record = records.all().getFirst();
        assertThatThrownBy(() -> method("another boot").resume(record, plane())).isInstanceOf(Failure.NotFound.class);
        driver.disconnect(FakeNbdDriver.INDEX);
        assertThatThrownBy(() -> method("boot").resume(record, plane())).isInstanceOf(Failure.NotFound.class);
        method("boot").discard(record);
        assertThat(records.all()).isEmpty();
    }

    @Test
    void anotherVolumesDeviceIsLeftAlone() {
        AttachedDevice device = method("boot").attach(VOLUME, plane(), Optional.empty());
        VolumeId other = new VolumeId("vol-0123456789abcdef1");
        method("boot")
                .discard(new NbdRecord(
                        new Attachment(
                                other,
                                Via.NBD,
                                device.facts().device(),
                                false,
                                device.facts().attachTime(),
                                Optional.empty()),
                        "boot",
                        false));
        assertThat(driver.connected()).isPresent();
        assertThatThrownBy(() -> method("boot").attach(VOLUME, plane(), Optional.empty()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("/dev/nbd3");
        device.detach();
    }

    @Test
    void whatTheKernelRefusesLeavesNothing() throws Exception {
        driver.refuse();
        assertThatThrownBy(() -> method("boot").attach(VOLUME, plane(), Optional.empty()))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("EPERM");
        assertThat(records.all()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }
}
