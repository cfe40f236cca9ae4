package io.ebsnap.device;

import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The device package on this machine, its state in a test's directory. */
final class Machine {

    static final SnapshotId SNAPSHOT = new SnapshotId("snap-0123456789abcdef0");

    private final ScratchDisks disks;
    private final AtomicLong nanos = new AtomicLong();

    Machine(ScratchDisks disks) {
        this.disks = disks;
    }

    LinuxDevices devices() {
        return new LinuxDevices(disks.linux(), Machine::noExports, Path.of("/proc"));
    }

    InstantChooser chooser() throws IOException {
        return chooser(Duration.ofMinutes(1), List.of());
    }

    InstantChooser chooser(Duration freezeLimit, List<Path> neverFreeze) throws IOException {
        InstantSettings settings = new InstantSettings(state(), () -> neverFreeze, freezeLimit, 15);
        return InstantChooser.of(settings, outside());
    }

    InstantChooser.Outside outside() {
        // A millisecond for each look: limits that tests do not wait for are still reached some day.
        return new InstantChooser.Outside(
                disks.linux(), Machine::noExports, InstantSource.system(), () -> nanos.addAndGet(1_000_000));
    }

    Path state() throws IOException {
        return disks.directory().resolve("state");
    }

    static InstantOrder order(Path device) {
        return new InstantOrder(device.toString(), SNAPSHOT, Optional.empty());
    }

    static InstantOrder order(Path device, ConsistencyMethod demanded) {
        return new InstantOrder(device.toString(), SNAPSHOT, Optional.of(demanded));
    }

    private static BlockSource noExports(java.net.URI uri) {
        throw new AssertionError("nobody asks for " + uri);
    }
}
