package io.ebsnap.tracking;

import io.ebsnap.device.ClonedFile;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeptCopy;
import io.ebsnap.linux.ExtentCursor;
import io.ebsnap.linux.FileSystemUsage;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what changed in an image or the file under a loop device from where its copies lie: the copy that held a snapshot's instant is
 * kept when the snapshot is completed, and the next instant's copy is compared with it, extent by extent. Both are files of our own that
 * nobody writes to, and exist at the same time: what both have in one place of the disk is one and the same.
 *
 * <p>One copy is kept for each volume. It shares its blocks with the file; what it takes is what was overwritten since.
 */
public final class ReflinkTracker implements ChangeTracker {

    private static final Logger LOG = LoggerFactory.getLogger(ReflinkTracker.class);
    private static final String SUFFIX = ".kept";
    private static final int PERCENT = 100;

    private final Linux linux;
    private final CopyNotes notes;
    private final int freePercentMin;

    /**
     * A tracker.
     *
     * @param state directory of the notes
     * @param freePercentMin a copy is given up when less of its file system is free: 0 .. 100
     */
    public ReflinkTracker(Linux linux, Path state, int freePercentMin) {
        this.linux = linux;
        this.notes = new CopyNotes(state, ".reflink");
        this.freePercentMin = freePercentMin;
    }

    @Override
    public String name() {
        return "reflink";
    }

    @Override
    public ChangeDetection.Way way() {
        return ChangeDetection.Way.EXACT;
    }

    @Override
    public Answer since(TrackedSnapshot parent, PointInTime instant) {
        Optional<ClonedFile> clone = cloneOf(instant);
        Optional<KeptCopy> note = notes.find(parent.volume());
        if (clone.isEmpty()) {
            return note.isEmpty()
                    ? new Answer.Inapplicable()
                    : new Answer.Doubt(
                            "the instant was had by " + instant.method().word());
        }
        if (note.isEmpty()) {
            return new Answer.Doubt("no copy is kept");
        }
        Optional<String> mismatch = mismatch(note.get(), parent, clone.get());
        return mismatch.<Answer>map(Answer.Doubt::new).orElseGet(() -> comparison(note.get(), clone.get()));
    }

    private static Optional<ClonedFile> cloneOf(PointInTime instant) {
        return instant.artifact().map(Path::of).flatMap(ClonedFile::of);
    }

    private static Optional<String> mismatch(KeptCopy note, TrackedSnapshot parent, ClonedFile clone) {
        if (!note.kept() || !note.of().equals(parent.content())) {
            return Optional.of("the copy that is kept is not of " + parent.snapshot());
        }
        if (note.start() != clone.start() || parent.sizeBytes() != clone.sizeBytes()) {
            return Optional.of("the volume lies in another place of its file");
        }
        if (!Path.of(note.path()).resolveSibling("x").equals(clone.file().resolveSibling("x"))) {
            return Optional.of("the file lies in another directory");
        }
        return moved(note);
    }

    /** Whether the copy is no longer the file, or no longer as it was noted. */
    private static Optional<String> moved(KeptCopy note) {
        try {
            return inode(Path.of(note.path())).equals(note.inode())
                    ? Optional.empty()
                    : Optional.of("the copy that was kept has changed");
        } catch (IOException gone) {
            return Optional.of("the copy that was kept cannot be looked at: " + gone);
        }
    }

    private Answer comparison(KeptCopy note, ClonedFile clone) {
        long end = clone.start() + clone.sizeBytes();
        try {
            ExtentCursor before = linux.extents().extents(Path.of(note.path()), clone.start(), clone.sizeBytes(), true);
            ExtentCursor now = linux.extents().extents(clone.file(), clone.start(), clone.sizeBytes(), true);
            return new Answer.Known(new ExtentComparison(
                    new ExtentComparison.Range(before, now, clone.start(), end, () -> moved(note))));
        } catch (LinuxException failed) {
            return new Answer.Doubt("where the copies lie cannot be read: " + failed.getMessage());
        }
    }

    @Override
    public synchronized void completed(TrackedSnapshot snapshot, PointInTime instant) {
        Optional<ClonedFile> clone = cloneOf(instant);
        if (clone.isEmpty()) {
            forget(snapshot.volume());
            return;
        }
        Path kept = clone.get().file().resolveSibling(snapshot.volume() + SUFFIX);
        removeElsewhere(snapshot.volume(), kept);
        try {
            if (isShort(kept.resolveSibling("."))) {
                forget(snapshot.volume());
                throw new Failure.Exhausted(
                        "less than " + freePercentMin + " % of the file system of " + kept + " is free",
                        "free space there, or lower tracking.kept-copy-free-percent",
                        null);
            }
            keep(
                    new KeptCopy(false, snapshot.content(), clone.get().start(), KeptCopy.Inode.NONE, kept.toString()),
                    clone.get());
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot keep " + kept + ": " + failed, failed);
        }
    }

    private void keep(KeptCopy intended, ClonedFile clone) throws IOException {
        Path kept = Path.of(intended.path());
        notes.put(intended);
        Files.move(clone.file(), kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        linux.durability().syncDirectory(kept.resolveSibling(".").normalize());
        notes.put(new KeptCopy(true, intended.of(), intended.start(), inode(kept), intended.path()));
    }

    /** The image has another place now, and the former copy lies in the old one. */
    private void removeElsewhere(String volume, Path kept) {
        try {
            Optional<KeptCopy> former = notes.find(volume);
            if (former.isPresent() && !former.get().path().equals(kept.toString())) {
                forget(volume);
            }
        } catch (Failure damaged) {
            LOG.warn("volume={} the note of what was kept cannot be read: {}", volume, damaged.getMessage());
        }
    }

    @Override
    public synchronized void forget(String volume) {
        Optional<KeptCopy> note;
        try {
            note = notes.find(volume);
        } catch (Failure.Corrupt | Failure.TooNew | Failure.TooOld damaged) {
            LOG.warn("volume={} the note of what was kept cannot be read: {}", volume, damaged.getMessage());
            notes.remove(volume);
            return;
        }
        note.ifPresent(this::giveUp);
    }

    private void giveUp(KeptCopy note) {
        Path file = Path.of(note.path());
        if (!file.endsWith(note.of().volume() + SUFFIX)) {
            throw new Failure.Internal(file + " is no copy of ours", null);
        }
        notes.put(new KeptCopy(false, note.of(), note.start(), KeptCopy.Inode.NONE, note.path()));
        try {
            if (!Files.deleteIfExists(file)) {
                LOG.warn(
                        "volume={} copy={} was not there to be deleted",
                        note.of().volume(),
                        file);
            }
            Files.deleteIfExists(file.resolveSibling(".").normalize());
        } catch (DirectoryNotEmptyException | NoSuchFileException others) {
            LOG.debug("{} is not the last copy in its directory", file);
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot delete " + file + ": " + failed, failed);
        }
        notes.remove(note.of().volume());
        LOG.info("volume={} copy={} is no longer kept", note.of().volume(), file);
    }

    @Override
    public synchronized void sweep(Predicate<String> exists) {
        notes.all().stream()
                .filter(note -> !note.kept() || !exists.test(note.of().snapshot()))
                .forEach(this::giveUpOrWarn);
    }

    @Override
    public synchronized void relieve() {
        for (KeptCopy note : notes.all()) {
            try {
                if (note.kept() && isShort(Path.of(note.path()))) {
                    LOG.warn(
                            "volume={} less than {} % of the file system is free: what is kept to find changes is given up",
                            note.of().volume(), freePercentMin);
                    giveUpOrWarn(note);
                }
            } catch (LinuxException gone) {
                LOG.debug("{} cannot be looked at: {}", note.path(), gone.getMessage());
            }
        }
    }

    private void giveUpOrWarn(KeptCopy note) {
        try {
            giveUp(note);
        } catch (Failure failed) {
            LOG.warn("volume={} {}", note.of().volume(), failed.getMessage());
        }
    }

    private boolean isShort(Path file) throws LinuxException {
        FileSystemUsage usage = linux.fileSpace().usage(file);
        return usage.availableBytes() / PERCENT < usage.totalBytes() / PERCENT * freePercentMin / PERCENT;
    }

    private static KeptCopy.Inode inode(Path file) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
        return new KeptCopy.Inode(
                number(found, "ino"), number(found, "size"), time(found, "lastModifiedTime"), time(found, "ctime"));
    }

    private static long number(Map<String, Object> found, String name) throws IOException {
        if (found.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IOException("the file system does not tell " + name);
    }

    private static long time(Map<String, Object> found, String name) throws IOException {
        if (found.get(name) instanceof FileTime time) {
            return time.to(TimeUnit.NANOSECONDS);
        }
        throw new IOException("the file system does not tell " + name);
    }
}
