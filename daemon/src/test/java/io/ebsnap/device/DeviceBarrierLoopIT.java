package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One instant of several real devices. */
@RequiresLoopDevices
final class DeviceBarrierLoopIT {

    private static final long MIB = 1 << 20;
    private static final Instant MOMENT = Instant.parse("2026-01-31T23:59:59Z");

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final Machine machine = new Machine(disks);
    private int number;

    private InstantOrder order(Path device) {
        return new InstantOrder(
                device.toString(), new SnapshotId("snap-0000000000000000" + number++), Optional.empty());
    }

    private boolean frozen(Path point) {
        try {
            disks.linux().fileSystemFreeze().freeze(point);
            disks.linux().fileSystemFreeze().thaw(point);
            return false;
        } catch (LinuxException busy) {
            assertThat(busy.errno()).isEqualTo(Errno.EBUSY);
            return true;
        }
    }

    private Path thawedAfterwards(Path point) {
        disks.afterwards(() -> disks.linux().fileSystemFreeze().thaw(point));
        return point;
    }

    private Path mounted() throws IOException {
        Path loop = disks.loop(32 * MIB);
        disks.format("ext4", loop);
        return loop;
    }

    @Test
    void allFileSystemsAreFrozenAtTheMomentAndThoseThatAreReadFrozenStaySo() throws IOException {
        Path first = mounted();
        Path second = mounted();
        Path one = thawedAfterwards(disks.mount(first));
        Path other = thawedAfterwards(disks.mount(second));
        Path unused = disks.loop(16 * MIB);
        List<Boolean> seen = new ArrayList<>();
        OneInstant taken = machine.chooser().takeTogether(List.of(order(first), order(second), order(unused)), last -> {
            assertThat(last).isEmpty();
            seen.addAll(List.of(frozen(one), frozen(other)));
            return MOMENT;
        });
        assertThat(seen).containsExactly(true, true);
        assertThat(taken.instant()).isEqualTo(MOMENT);
        assertThat(taken.instants())
                .extracting(PointInTime::method)
                .containsExactly(ConsistencyMethod.FROZEN, ConsistencyMethod.FROZEN, ConsistencyMethod.UNUSED);
        taken.instants().getFirst().confirm();
        taken.instants().getFirst().close();
        assertThat(frozen(one)).isFalse();
        assertThat(frozen(other)).isTrue();
        taken.instants().forEach(PointInTime::close);
        assertThat(frozen(other)).isFalse();
        assertThat(machine.state()).isEmptyDirectory();
    }

    /** The upper one has something to write when it is frozen, cloned, and thawed: the lower one lets it. */
    @Test
    void aFileSystemOnAnotherIsFrozenBeforeThatAndThawedAfterIt() throws IOException {
        Path base = disks.fileSystem("xfs", 700 * MIB);
        Path lower = disks.attach(LoopOptions.of(sparse(base.resolve("lower"), 320 * MIB)));
        disks.format("xfs", lower);
        Path below = thawedAfterwards(disks.mount(lower));
        Path upper = disks.attach(LoopOptions.of(sparse(below.resolve("upper"), 32 * MIB)));
        disks.format("ext4", upper);
        Path above = thawedAfterwards(disks.mount(upper));
        for (List<Path> order : List.of(List.of(lower, upper), List.of(upper, lower))) {
            Files.write(above.resolve("file"), new byte[(int) MIB]);
            OneInstant taken = machine.chooser()
                    .takeTogether(order.stream().map(this::order).toList(), last -> {
                        assertThat(frozen(above)).isTrue();
                        assertThat(frozen(below)).isTrue();
                        return MOMENT;
                    });
            assertThat(taken.instants()).extracting(PointInTime::method).containsOnly(ConsistencyMethod.REFLINK);
            assertThat(frozen(above)).isFalse();
            assertThat(frozen(below)).isFalse();
            taken.instants().forEach(PointInTime::close);
            assertThat(machine.state()).isEmptyDirectory();
        }
    }

    @Test
    void oneOnWhichAnotherLiesDoesNotStayFrozen() throws IOException {
        Path lower = disks.loop(320 * MIB);
        disks.format("xfs", lower);
        Path below = thawedAfterwards(disks.mount(lower));
        Path upper = disks.attach(LoopOptions.of(sparse(below.resolve("upper"), 32 * MIB)));
        disks.format("ext4", upper);
        Path above = thawedAfterwards(disks.mount(upper));
        assertThatThrownBy(() -> machine.chooser().takeTogether(List.of(order(lower), order(upper)), last -> MOMENT))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("frozen: another volume of the order lies on its file system");
        assertThat(frozen(above)).isFalse();
        assertThat(frozen(below)).isFalse();
        assertThat(machine.state()).isEmptyDirectory();
    }

    private static Path sparse(Path file, long bytes) throws IOException {
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(bytes);
        }
        return file;
    }

    /** Another program has it open for writing. */
    private void writeBySomebody(Path file) throws IOException {
        Process other = new ProcessBuilder("/bin/sh", "-c", "exec sleep 600 3<>" + file).start();
        disks.afterwards(() -> other.destroyForcibly().waitFor());
        while (!other.info().command().orElse("").endsWith("sleep")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void oneWhoseWritersCannotBeHeldIsTakenLastAndOfTwoThereIsNoInstant() throws IOException {
        Path xfs = disks.fileSystem("xfs", 320 * MIB);
        Path image = Files.write(xfs.resolve("image"), new byte[(int) MIB]);
        Path another = Files.write(xfs.resolve("another"), new byte[(int) MIB]);
        Path still = mounted();
        Path point = thawedAfterwards(disks.mount(still));
        writeBySomebody(image);
        OneInstant taken = machine.chooser().takeTogether(List.of(order(image), order(still)), last -> {
            assertThat(frozen(point)).isTrue();
            last.orElseThrow().run();
            return MOMENT;
        });
        assertThat(taken.instants())
                .extracting(PointInTime::method)
                .containsExactly(ConsistencyMethod.REFLINK, ConsistencyMethod.FROZEN);
        taken.instants().forEach(PointInTime::close);
        writeBySomebody(another);
        assertThatThrownBy(() -> machine.chooser().takeTogether(List.of(order(image), order(another)), last -> MOMENT))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(image + ": ")
                .hasMessageContaining(another + ": ");
        assertThat(machine.state()).isEmptyDirectory();
    }

    @Test
    void whenTheMomentDoesNotComeNothingIsKept() throws IOException {
        Path loop = mounted();
        Path point = thawedAfterwards(disks.mount(loop));
        assertThatThrownBy(() -> machine.chooser().takeTogether(List.of(order(loop)), last -> {
                    throw new Failure.Conflict("not now");
                }))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessage("not now");
        assertThat(frozen(point)).isFalse();
        assertThat(machine.state()).isEmptyDirectory();
    }

    @Test
    void somebodyElsesThawingBeforeTheMomentIsFoundOut() throws IOException {
        Path xfs = disks.fileSystem("xfs", 320 * MIB);
        Path image = xfs.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(32 * MIB);
        }
        Path loop = disks.attach(LoopOptions.of(image));
        disks.format("ext4", loop);
        Path point = disks.mount(loop);
        assertThatThrownBy(() -> machine.chooser().takeTogether(List.of(order(loop)), last -> {
                    Commands.run("fsfreeze", "-u", point.toString());
                    return MOMENT;
                }))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("thawed by somebody");
        assertThat(xfs.resolve(".ebsnap")).doesNotExist();
    }
}
