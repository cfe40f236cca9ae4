package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.FileSystemFreeze;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Freezes file systems under guard, where that is safe. Safe for use by several threads. */
final class Freezer {

    /** How notes of it begin. */
    static final String WORD = "frozen";

    private final FreezeSafety safety;
    private final FileSystemFreeze kernel;
    private final InstantJournal journal;
    private final Guarding guarding;

    /**
     * What guardians need.
     *
     * @param tools where their programs are
     * @param limit how long a file system stays frozen at most
     * @param nanoTime elapsed nanoseconds
     */
    record Guarding(Tools tools, Duration limit, LongSupplier nanoTime) {}

    Freezer(FreezeSafety safety, FileSystemFreeze kernel, InstantJournal journal, Guarding guarding) {
        this.safety = safety;
        this.kernel = kernel;
        this.journal = journal;
        this.guarding = guarding;
    }

    /** Why these must not be frozen; empty if they may. */
    Optional<String> danger(List<Mount> fileSystems) {
        try {
            return safety.danger(fileSystems);
        } catch (IOException failed) {
            return Optional.of("it cannot be told what lies on them: " + failed.getMessage());
        }
    }

    /** The file systems that a device or image lies on. */
    Set<DeviceNumber> below(Subject subject) {
        try {
            return safety.below(subject);
        } catch (IOException failed) {
            throw new Failure.Unavailable(
                    "cannot tell what " + subject.name() + " lies on: " + failed.getMessage(), failed);
        }
    }

    /**
     * Freezes them one after the other; if one cannot be, none stays frozen.
     *
     * @throws Failure.Conflict if one cannot be frozen
     */
    FrozenFileSystems freeze(List<Mount> fileSystems, InstantOrder order) {
        FrozenFileSystems frozen = new FrozenFileSystems(this);
        try {
            fileSystems.forEach(mount -> frozen.add(mount, order));
            return frozen;
        } catch (RuntimeException failed) {
            throw Closing.after(failed, frozen::close);
        }
    }

    Guardian freeze(Path mountPoint) {
        return Guardian.freeze(mountPoint, guarding.limit(), guarding.tools(), guarding.nanoTime());
    }

    /** Thaws without a guardian. @return false if it was not frozen */
    boolean thaw(Path mountPoint) throws LinuxException {
        return kernel.thaw(mountPoint);
    }

    /** Whether LVM may be asked for a snapshot of a device whose own file system is frozen. */
    boolean nests() {
        return kernel.nests();
    }

    InstantJournal journal() {
        return journal;
    }

    Duration limit() {
        return guarding.limit();
    }
}
