package io.ebsnap.volume;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.format.ChangeSetHeader;
import io.ebsnap.linux.Linux;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that say what was changed in one volume: {@code docs/format/changes.md}. While the machine runs they lie in a directory that a reboot empties;
 * a volume that is closed well leaves one in its own directory. For use by one thread at a time.
 */
final class ChangeFiles implements VolumeChanges.Keeping {

    /** In the volume's directory: what was changed, after it was closed well. */
    static final String KEPT = "changes";

    /** In the volume's directory: in which run of the kernel, and which generation is the latest. */
    static final String TRACKED = "tracked";

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFiles.class);
    private static final int KEPT_BYTES_MAX = ChangeSetHeader.BYTES + (int) (BlockSet.BLOCKS_MAX / Byte.SIZE);

    private final Linux linux;
    private final BootScope scope;
    private final Path home;
    private final String volumeId;
    private final byte[] mapId;
    private final Path target;

    ChangeFiles(Linux linux, BootScope scope, Path home, ManagedVolumeRecord record) {
        this.linux = linux;
        this.scope = scope;
        this.home = home;
        this.volumeId = record.volumeId();
        this.mapId = record.origin() == null
                ? new byte[ChangeSetHeader.MAP_ID_BYTES]
                : HexFormat.of().parseHex(record.origin().mapId());
        this.target = Path.of(record.target().path());
    }

    /** What becomes of the snapshot since which a set holds the changes. */
    @FunctionalInterface
    interface Outcomes {
        Outcome of(String snapshot);
    }

    /** Of a snapshot. */
    enum Outcome {
        COMPLETED,
        PENDING,
        FAILED,
        /** There is none. */
        NONE
    }

    /**
     * What is known of a volume.
     *
     * @param current what was changed last
     * @param frozen what was changed before the instant of a pending snapshot, since which {@code current} holds the changes; null if there is none
     */
    record Found(ChangeSet current, @Nullable ChangeSet frozen) {}

    /** Notes, durably, of a volume that is being made that nothing of it was changed. */
    void begin() {
        keep(ChangeSetHeader.ORIGIN, new byte[0], 0);
    }

    /** What is known; from now on it is noted in files that outlive the daemon only. */
    Found open(Outcomes outcomes) {
        try {
            Files.createDirectories(
                    scope.directory(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Found found = running(outcomes);
            if (found == null) {
                removeRunning(volumeId, scope.directory());
                found = new Found(anew(), null);
                isLatest(found.current());
            }
            DurableFiles.remove(home.resolve(KEPT));
            return found;
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot open what was changed in " + volumeId + ": " + e.getMessage(), e);
        }
    }

    /** What an earlier daemon of this run of the kernel has left; null if it cannot be believed. */
    private @Nullable Found running(Outcomes outcomes) throws IOException {
        List<ChangeSet> sets = new ArrayList<>();
        for (Path path : paths(volumeId, scope.directory())) {
            RuntimeChangeFile file = RuntimeChangeFile.open(linux, path);
            Optional<ChangeSetHeader> header = file.header().filter(this::isOurs);
            if (header.isPresent()) {
                sets.add(new ChangeSet(header.get().since(), header.get().generation(), file));
            } else {
                file.close();
            }
        }
        sets.sort(Comparator.comparingLong(ChangeSet::generation));
        if (sets.isEmpty() || sets.getLast().generation() < latest()) {
            sets.forEach(ChangeSet::close);
            return null;
        }
        return joined(sets, outcomes);
    }

    private boolean isOurs(ChangeSetHeader header) {
        return header.bootId().equals(scope.bootId()) && Arrays.equals(header.mapId(), mapId);
    }

    /** Goes through the sets from the oldest: what comes before a completed snapshot does not matter, what comes before a failed one still does. */
    private @Nullable Found joined(List<ChangeSet> sets, Outcomes outcomes) {
        ChangeSet known = sets.getFirst();
        if (lacksBefore(known.since(), outcomes)) {
            sets.forEach(ChangeSet::close);
            return null;
        }
        for (ChangeSet next : sets.subList(1, sets.size())) {
            if (next.since().equals(ChangeSetHeader.DIRECT)) {
                known.remove();
                known = next;
                continue;
            }
            switch (outcomes.of(next.since())) {
                case COMPLETED -> {
                    known.remove();
                    known = next;
                }
                case PENDING -> {
                    if (next == sets.getLast()) {
                        return new Found(next, known);
                    }
                    known = merged(known, next);
                }
                case FAILED, NONE -> known = merged(known, next);
            }
        }
        return new Found(known, null);
    }

    /** The oldest set is missing: it was lost, or not believed. */
    private static boolean lacksBefore(String since, Outcomes outcomes) {
        if (since.equals(ChangeSetHeader.UNKNOWN)
                || since.equals(ChangeSetHeader.ORIGIN)
                || since.equals(ChangeSetHeader.DIRECT)) {
            return false;
        }
        return switch (outcomes.of(since)) {
            case PENDING, FAILED -> true;
            case COMPLETED, NONE -> false;
        };
    }

    private ChangeSet merged(ChangeSet known, ChangeSet next) {
        known.addAll(next);
        isLatest(known);
        next.remove();
        return known;
    }

    /** From the file that a well closed volume has left; without one nothing is known. */
    private ChangeSet anew() {
        try {
            byte[] bytes = DurableFiles.read(home.resolve(KEPT), KEPT_BYTES_MAX);
            ChangeSetHeader header =
                    ChangeSetHeader.decode(Arrays.copyOf(bytes, Math.min(bytes.length, ChangeSetHeader.BYTES)));
            byte[] bits =
                    Arrays.copyOfRange(bytes, ChangeSetHeader.BYTES, Math.max(bytes.length, ChangeSetHeader.BYTES));
            if (Arrays.equals(header.mapId(), mapId)
                    && header.words() * Long.BYTES == bits.length
                    && header.bitsCrc() == ChangeSetHeader.crcOf(bits)
                    && (header.since().equals(ChangeSetHeader.DIRECT) || isUntouched(header.targetStamp()))) {
                return set(header.since(), 1, bits);
            }
            LOG.warn(
                    "volume={} what was changed since its last snapshot is not known: the target was touched",
                    volumeId);
        } catch (Failure.NotFound e) {
            LOG.info("volume={} what was changed since its last snapshot is not known", volumeId);
        } catch (Failure.Corrupt | Failure.TooNew e) {
            LOG.warn("volume={} what was changed is not known: {}", volumeId, e.getMessage());
        }
        return set(ChangeSetHeader.UNKNOWN, 1, new byte[0]);
    }

    private boolean isUntouched(long stamp) {
        return stamp == 0 || stamp == stampOfTarget();
    }

    @Override
    public ChangeSet make(String since, long generation) {
        return set(since, generation, new byte[0]);
    }

    private ChangeSet set(String since, long generation, byte[] bits) {
        Path path = scope.directory().resolve(volumeId + ".changes" + generation);
        ChangeSetHeader header = new ChangeSetHeader(mapId, generation, scope.bootId(), since, 0, 0, 0);
        return new ChangeSet(since, generation, RuntimeChangeFile.create(linux, path, header, bits));
    }

    @Override
    public void isLatest(ChangeSet set) {
        try {
            Files.writeString(
                    home.resolve(TRACKED), scope.bootId() + " " + set.generation(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot note what was changed in " + volumeId + ": " + e.getMessage(), e);
        }
    }

    /** The latest generation of this run of the kernel that there was; 0 if there was none. */
    private long latest() throws IOException {
        Path tracked = home.resolve(TRACKED);
        String[] words = Files.exists(tracked)
                ? Files.readString(tracked, StandardCharsets.US_ASCII).split(" ", 2)
                : new String[0];
        return words.length == 2 && words[0].equals(scope.bootId()) ? generation(words[1]) : 0;
    }

    /** What was cut off says that there was a later one. */
    private static long generation(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public boolean persist(ChangeSet first, @Nullable ChangeSet second) {
        if (first.lost() != null || (second != null && second.lost() != null)) {
            return false;
        }
        long last = 0;
        for (ChangeSet set : second == null ? List.of(first) : List.of(first, second)) {
            last = Math.max(last, set.blocks().words());
        }
        ByteBuffer bits = ByteBuffer.allocate(Math.toIntExact(last * Long.BYTES));
        for (long word = 0; word < last; word++) {
            bits.putLong(first.blocks().word(word)
                    | (second == null ? 0 : second.blocks().word(word)));
        }
        keep(first.since(), bits.array(), stampOfTarget());
        return true;
    }

    private void keep(String since, byte[] bits, long stamp) {
        ChangeSetHeader header =
                new ChangeSetHeader(mapId, 1, "", since, bits.length / Long.BYTES, ChangeSetHeader.crcOf(bits), stamp);
        DurableFiles.replace(
                home.resolve(KEPT),
                ByteBuffer.allocate(ChangeSetHeader.BYTES + bits.length)
                        .put(header.encode())
                        .put(bits)
                        .array());
    }

    /** When anything of a file was last changed, which no program can set; 0 of a device. */
    private long stampOfTarget() {
        try {
            return Files.isRegularFile(target) && Files.getAttribute(target, "unix:ctime") instanceof FileTime time
                    ? time.to(TimeUnit.NANOSECONDS)
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Removes what outlives the daemon only. */
    static void removeRunning(String volumeId, Path directory) throws IOException {
        for (Path path : paths(volumeId, directory)) {
            Files.deleteIfExists(path);
        }
    }

    private static List<Path> paths(String volumeId, Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        if (Files.exists(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, volumeId + ".changes*")) {
                found.forEach(paths::add);
            }
        }
        return paths;
    }
}
