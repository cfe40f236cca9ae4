package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.attach.FakeMapper.Trouble;
import io.ebsnap.device.Commands;
import io.ebsnap.device.Tools;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.MappedName;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.volume.DirectUse;
import io.ebsnap.volume.ForwardingDataPlane;
import io.ebsnap.volume.MemoryDataPlane;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a device is led to its volume's target and back; {@code scripts/vm-test native-speed} does it with the kernel. */
class MappedAttachmentTest {

    private static final int MIB = 1 << 20;
    private static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");
    private static final String NAME = "ebsnap-" + VOLUME;
    private static final Path SERVED = Path.of("/dev/nbd" + FakeNbdDriver.INDEX);
    private static final Path TARGET = Path.of("/dev/loop7");

    private final FakeNbdDriver driver = new FakeNbdDriver();
    private final FakeMapper mapper = new FakeMapper();
    private final FakeDirectUse direct = new FakeDirectUse();
    private final AtomicLong nanos = new AtomicLong();
    private boolean targetFails;
    private @Nullable AttachedDevice last;

    @TempDir
    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private KernelClients clients;

    @SuppressWarnings("NullAway.Init")
    private AttachmentRecords records;

    @BeforeEach
    void open() {
        records = new AttachmentRecords(directory);
        clients = clients();
    }

    @AfterEach
    void close() {
        endLast();
    }

    private KernelClients clients() {
        return new KernelClients(
                ScratchAttachments.settings(directory, directory, directory),
                JnrLinux.load().accounts(),
                System::nanoTime);
    }

    private NbdMethod method(boolean wanted) {
        NativeSpeed speeds = new NativeSpeed(wanted, mapper, (target, readOnly) -> held(), nanos::get);
        return new NbdMethod(
                new NbdParts(
                        driver,
                        ScratchAttachments.settings(directory, directory, directory),
                        new KernelSockets(driver, directory),
                        clients,
                        records,
                        new Tools(Tools.DIRECTORIES, new Commands(System::nanoTime), Duration.ofSeconds(10)),
                        speeds,
                        InstantSource.system()),
                "boot");
    }

    private TargetDevices.Held held() {
        if (targetFails) {
            throw new Failure.Unavailable("there is no loop device", null);
        }
        return new TargetDevices.Held() {
            @Override
            public Path device() {
                return TARGET;
            }

            @Override
            public void close() {
                // Nobody has it open.
            }
        };
    }

    private MemoryDataPlane memory = new MemoryDataPlane("vol", MIB);

    private ForwardingDataPlane plane() {
        return new ForwardingDataPlane(memory) {
            @Override
            public Optional<DirectUse> direct() {
                return Optional.of(direct);
            }
        };
    }

    private AttachedDevice attach() {
        return serves(method(true).attach(VOLUME, plane(), Optional.empty()));
    }

    private AttachedDevice serves(AttachedDevice device) {
        last = device;
        return device;
    }

    /** Of a dead daemon nothing reconnects. */
    private void endLast() {
        if (last != null) {
            last.suspend();
        }
        clients.close();
    }

    private AttachedDevice nextDaemon(boolean wanted) {
        endLast();
        clients = clients();
        NbdMethod method = method(wanted);
        method.wake(records.all().getFirst());
        return serves(method.resume(records.all().getFirst(), plane()));
    }

    /** The kernel says where the device leads; the volume must know of it when that is past the daemon. */
    private void requireSafe() {
        assertThat(mapper.find(NAME)).hasValueSatisfying(state -> {
            assertThat(state.suspended()).isFalse();
            assertThat(state.over()).isPresent();
            assertThat(state.over().orElseThrow().equals(SERVED) || direct.isBegun())
                    .as("led to " + state.over().orElseThrow())
                    .isTrue();
        });
    }

    @Test
    void theDeviceIsLedToTheTargetAndBackWhenSomebodyNeedsTheDaemon() {
        AttachedDevice device = attach();
        assertThat(device.facts().device()).isEqualTo(Path.of("/dev/mapper", NAME));
        assertThat(mapper.named(NAME).map(MappedName::uuid).orElseThrow()).startsWith("EBSNAP-" + VOLUME + "-");
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        device.quicken();
        assertThat(mapper.over(NAME)).isEqualTo(TARGET);
        assertThat(device.speed()).isEqualTo(Speed.NATIVE);
        assertThat(direct.isBegun()).isTrue();
        assertThat(mapper.preparedOver(NAME)).as("nobody else may take it").hasValue(SERVED);
        direct.need();
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        assertThat(direct.isBegun()).isFalse();
        device.quicken();
        assertThat(mapper.over(NAME)).as("it stays a while").isEqualTo(SERVED);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        device.quicken();
        assertThat(mapper.over(NAME)).isEqualTo(TARGET);
        device.detach();
        assertThat(mapper.find(NAME)).isEmpty();
        assertThat(direct.isBegun()).isFalse();
        assertThat(driver.connected()).isEmpty();
        assertThat(records.all()).isEmpty();
        device.quicken();
        assertThat(mapper.find(NAME)).isEmpty();
    }

    @Test
    void whatStandsInTheWayIsSaid() {
        direct.obstacle("its content is still arriving");
        AttachedDevice device = attach();
        device.quicken();
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        assertThat(device.speed()).isEqualTo(Speed.served("its content is still arriving"));
        direct.obstacle(null);
        device.quicken();
        assertThat(device.speed()).isEqualTo(Speed.NATIVE);
    }

    @ParameterizedTest
    @CsvSource({"load,BEFORE", "load,AFTER", "resume,BEFORE", "resume,AFTER"})
    void whateverFailsOnTheWayThereTheDaemonServesItAndTriesAgainLater(String call, Trouble when) {
        AttachedDevice device = attach();
        mapper.fails(call, when);
        device.quicken();
        requireSafe();
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        assertThat(direct.isBegun()).isFalse();
        assertThat(device.speed().reason()).contains("fails");
        device.quicken();
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        device.quicken();
        assertThat(mapper.over(NAME)).isEqualTo(TARGET);
    }

    @ParameterizedTest
    @CsvSource({"load,BEFORE", "load,AFTER", "resume,BEFORE", "resume,AFTER"})
    void whateverFailsOnTheWayBackIsToldToWhoNeedsItAndDoneTheNextTime(String call, Trouble when) {
        AttachedDevice device = attach();
        device.quicken();
        mapper.fails(call, when);
        assertThatThrownBy(direct::need).isInstanceOf(Failure.Unavailable.class);
        requireSafe();
        assertThat(direct.isBegun()).as("nobody may believe that it is back").isTrue();
        direct.need();
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        assertThat(direct.isBegun()).isFalse();
        device.detach();
    }

    @Test
    void withoutADeviceOfTheTargetTheDaemonServesIt() {
        AttachedDevice device = attach();
        targetFails = true;
        device.quicken();
        requireSafe();
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        assertThat(device.speed().reason()).contains("there is no loop device");
    }

    @ParameterizedTest
    @CsvSource({"load,BEFORE", "load,AFTER", "resume,BEFORE", "resume,AFTER"})
    void aDaemonThatIsKilledOnTheWayThereLeavesADeviceThatTheNextOneGoesOnWith(String call, Trouble when) {
        AttachedDevice killed = attach();
        // What the dead one would do after the call, it does not come to.
        mapper.fails(call, when);
        killed.quicken();
        Path over = call.equals("resume") && when == Trouble.AFTER ? TARGET : SERVED;
        mapper.load(NAME, new MappedTable(over, MIB, false));
        mapper.resume(NAME);
        AttachedDevice device = nextDaemon(true);
        requireSafe();
        assertThat(mapper.over(NAME)).isEqualTo(over);
        assertThat(direct.isBegun()).isEqualTo(over.equals(TARGET));
        direct.need();
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        device.quicken();
        assertThat(mapper.over(NAME)).isEqualTo(TARGET);
        device.detach();
        assertThat(mapper.find(NAME)).isEmpty();
    }

    @Test
    void aSuspendedDeviceIsResumedThoughNobodyCanServeIt() {
        attach().quicken();
        mapper.suspend(NAME);
        method(true).wake(records.all().getFirst());
        requireSafe();
        assertThat(mapper.over(NAME)).as("it goes on where it was").isEqualTo(TARGET);
    }

    @Test
    void aDeviceOfWhichTheDaemonDiedBeforeItWasThereIsMade() {
        mapper.fails("create", Trouble.BEFORE);
        AttachedDevice first = attach();
        records.put(new NbdRecord(first.facts(), "boot", true));
        AttachedDevice device = nextDaemon(true);
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        assertThat(device.facts().device()).isEqualTo(Path.of("/dev/mapper", NAME));
    }

    @Test
    void withoutTheMapperOrWhereItFailsTheUserGetsTheServedDevice() {
        mapper.fails("create", Trouble.AFTER);
        AttachedDevice device = attach();
        assertThat(device.facts().device()).isEqualTo(SERVED);
        assertThat(mapper.find(NAME)).isEmpty();
        assertThat(records.all()).containsExactly(new NbdRecord(device.facts(), "boot", false));
        device.detach();
        mapper.missing("dmsetup is not installed");
        assertThat(attach().facts().device()).isEqualTo(SERVED);
    }

    @Test
    void whatIsNotWantedAnyMoreIsBroughtBackByTheNextDaemon() {
        attach().quicken();
        AttachedDevice device = nextDaemon(false);
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        assertThat(direct.isBegun()).isFalse();
        device.quicken();
        assertThat(device.speed()).isEqualTo(Speed.served("native-speed is off"));
        assertThat(device.facts().device()).isEqualTo(Path.of("/dev/mapper", NAME));
    }

    @Test
    void aDeviceThatLeadsPastTheDaemonOutlivesTheServedOne() throws Exception {
        attach().quicken();
        driver.disconnect(FakeNbdDriver.INDEX);
        AttachedDevice device = nextDaemon(true);
        assertThat(mapper.over(NAME)).isEqualTo(TARGET);
        assertThat(driver.connected()).isPresent();
        direct.need();
        assertThat(mapper.over(NAME)).isEqualTo(SERVED);
        device.detach();
    }

    @Test
    void withoutTheMapperTheNextDaemonLeavesADeviceThatNeedsIt() {
        attach().quicken();
        mapper.missing("dmsetup is not installed");
        assertThatThrownBy(() -> nextDaemon(true))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("dmsetup is not installed");
        assertThat(mapper.over(NAME)).isEqualTo(TARGET);
        assertThat(records.all()).hasSize(1);
    }

    @Test
    void aDeviceInUseIsNotDetachedUnlessByForce() {
        AttachedDevice device = attach();
        device.quicken();
        mapper.open(NAME, true);
        assertThatThrownBy(device::detach).isInstanceOf(Failure.Conflict.class);
        requireSafe();
        assertThat(mapper.over(NAME)).isEqualTo(TARGET);
        assertThat(driver.connected()).isPresent();
        device.abandon();
        assertThat(mapper.find(NAME)).isEmpty();
        assertThat(direct.isBegun()).isFalse();
        assertThat(driver.connected()).isEmpty();
        assertThat(records.all()).isEmpty();
    }

    @Test
    void aStopLeavesADeviceWhereItLeadsAndNobodyIsToldThatItIsBack() {
        AttachedDevice device = attach();
        device.quicken();
        device.suspend();
        device.quicken();
        assertThat(mapper.over(NAME)).isEqualTo(TARGET);
        assertThatThrownBy(direct::need).isInstanceOf(Failure.Conflict.class);
        AttachedDevice next = nextDaemon(true);
        assertThat(next.speed()).isEqualTo(Speed.NATIVE);
        next.abandon();
    }

    @Test
    void aDeviceGrowsWhereverItLeads() {
        AttachedDevice device = attach();
        for (int mebibytes = 2; mebibytes < 4; mebibytes++) {
            memory.grow(mebibytes * MIB);
            device.refreshCapacity();
            assertThat(mapper.find(NAME).orElseThrow().sizeBytes()).isEqualTo((long) mebibytes * MIB);
            assertThat(driver.connected().orElseThrow().sizeBytes()).isEqualTo((long) mebibytes * MIB);
            assertThat(mapper.over(NAME)).isEqualTo(SERVED);
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            device.quicken();
            device.refreshCapacity();
            assertThat(mapper.over(NAME)).as("nothing is to be done").isEqualTo(TARGET);
        }
    }

    @Test
    void whatIsLeftOfAnAttachmentIsEndedWithIt() {
        attach().quicken();
        method(true).discard(records.all().getFirst());
        assertThat(mapper.find(NAME)).isEmpty();
        assertThat(driver.connected()).isEmpty();
        assertThat(records.all()).isEmpty();
    }
}
