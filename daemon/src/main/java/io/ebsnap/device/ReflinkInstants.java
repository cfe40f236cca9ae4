package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.FileSystemType;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An instant of an image, or of a loop device over a file, by a copy of the file that shares its blocks (XFS, Btrfs). The kernel makes
 * the copy at one instant, against concurrent writers too; a file system that is mounted from it is frozen for the moment, so that
 * the copy needs no journal replay. The copy is {@code .ebsnap/SNAPSHOT.START.SIZE.clone} beside the file, where START and SIZE say where in
 * it the volume lies.
 */
final class ReflinkInstants implements InstantMethod {

    private static final String DIRECTORY = ".ebsnap";

    private final Quiet.View view;
    private final Freezer freezer;
    private final InstantSource clock;

    ReflinkInstants(Quiet.View view, Freezer freezer, InstantSource clock) {
        this.view = view;
        this.freezer = freezer;
        this.clock = clock;
    }

    @Override
    public ConsistencyMethod method() {
        return ConsistencyMethod.REFLINK;
    }

    @Override
    public Attempt attempt(Subject subject, InstantOrder order) {
        return attempt(subject, order, this::copy);
    }

    @Override
    public Attempt attemptAtRest(Subject subject, InstantOrder order, Supplier<FrozenFileSystems> frozen) {
        return attempt(subject, order, this::copyNow);
    }

    private Attempt attempt(Subject subject, InstantOrder order, Copying copying) {
        if (subject.backing().isEmpty()) {
            return new Attempt.Refused("its bytes do not lie in a file that can be reached");
        }
        Backing backing = subject.backing().get();
        try {
            FileSystemType type = view.linux().fileSpace().usage(backing.file()).type();
            if (type == FileSystemType.EXT || type == FileSystemType.TMPFS) {
                return new Attempt.Refused(
                        backing.file() + " lies on a file system that cannot share blocks between files");
            }
            Path clone = cloneOf(backing, order);
            Files.createDirectories(
                    directoryOf(clone),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return cloned(new Cloning(subject, backing, clone, order), copying);
        } catch (IOException failed) {
            return new Attempt.Refused("no copy of " + backing.file() + " can be made: " + failed.getMessage());
        }
    }

    private static Path cloneOf(Backing backing, InstantOrder order) {
        return ClonedFile.of(backing.file().resolveSibling(DIRECTORY), order.snapshot(), backing)
                .file();
    }

    private static Path directoryOf(Path clone) {
        return clone.resolveSibling(".").normalize();
    }

    private Attempt cloned(Cloning what, Copying copying) throws IOException {
        Path clone = what.copy();
        InstantJournal.Note note = freezer.journal().write(what.order().snapshot(), method().word(), clone);
        Closing.Step undo = () -> {
            discard(clone.toString());
            freezer.journal().delete(note);
        };
        try {
            Instant instant = copying.copy(what);
            Backing backing =
                    new Backing(clone, what.backing().start(), what.backing().sizeBytes());
            LinuxSource source = view.sources().own(what.subject().name(), backing);
            HeldInstant.Held held = new HeldInstant.Held(source, method(), instant, Optional.of(clone.toString()));
            return new Attempt.Taken(new HeldInstant(held, source::requireSameSize, List.of(undo)));
        } catch (IOException | RuntimeException failed) {
            Closing.after(failed, undo);
            if (failed instanceof Failure.Conflict refused) {
                return new Attempt.Refused(String.valueOf(refused.getMessage()));
            }
            throw failed;
        }
    }

    /** Freezes, copies, thaws. The device is flushed on both sides of the freeze, so that little is left to do within it. */
    private Instant copy(Cloning what) throws IOException {
        Subject subject = what.subject();
        view.sources().flush(subject.path());
        List<Mount> mounted = freezable(view.usage(subject).fileSystems());
        FrozenFileSystems frozen = freezer.freeze(mounted, what.order());
        boolean intact;
        Instant instant;
        try {
            instant = copyNow(what);
        } finally {
            intact = frozen.thaw();
        }
        if (!intact) {
            throw new Failure.Conflict(
                    "the file system on " + subject.name() + " was thawed by somebody while it was copied");
        }
        return instant;
    }

    private Instant copyNow(Cloning what) throws IOException {
        view.sources().flush(what.subject().path());
        Instant instant = clock.instant();
        view.linux().reflink().cloneFile(what.backing().file(), what.copy());
        return instant;
    }

    /** A copy to be made. */
    private record Cloning(Subject subject, Backing backing, Path copy, InstantOrder order) {}

    /** Makes it, at the instant that it gives. */
    @FunctionalInterface
    private interface Copying {
        Instant copy(Cloning what) throws IOException;
    }

    /**
     * What must not be frozen is synced only: the copy is of one instant all the same, as after a power failure, and its file
     * system replays its journal.
     */
    private List<Mount> freezable(List<Mount> mounted) throws LinuxException {
        if (freezer.danger(mounted).isEmpty()) {
            return mounted;
        }
        for (Mount mount : mounted) {
            view.linux().durability().syncFileSystem(mount.mountPoint());
        }
        return List.of();
    }

    @Override
    public Optional<PointInTime> resume(SavedInstant saved) {
        Optional<ClonedFile> clone = ClonedFile.of(Path.of(saved.artifact()));
        if (clone.isEmpty() || !Files.exists(clone.get().file())) {
            return Optional.empty();
        }
        try {
            Backing copy = new Backing(
                    clone.get().file(), clone.get().start(), clone.get().sizeBytes());
            return Optional.of(resumed(saved, copy));
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot open " + saved.artifact() + ": " + failed.getMessage(), failed);
        }
    }

    private PointInTime resumed(SavedInstant saved, Backing copy) throws IOException {
        LinuxSource source = view.sources().own(saved.device(), copy);
        HeldInstant.Held held = new HeldInstant.Held(source, method(), saved.instant(), Optional.of(saved.artifact()));
        return new HeldInstant(held, source::requireSameSize, List.of(() -> {
            discard(saved.artifact());
            freezer.journal().forget(copy.file());
        }));
    }

    /** The directory goes with the last copy in it. */
    @Override
    public void discard(String artifact) {
        Path clone = Path.of(artifact);
        if (ClonedFile.of(clone).isEmpty()) {
            return;
        }
        Path directory = directoryOf(clone);
        try {
            Files.deleteIfExists(clone);
            if (directory.endsWith(DIRECTORY)) {
                Files.deleteIfExists(directory);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException others) {
            return;
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot delete " + clone + ": " + failed.getMessage(), failed);
        }
    }
}
