package io.ebsnap.check;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.format.ScrubFile;
import io.ebsnap.format.ScrubbedPart;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.StoreId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers when each part of the store was last read and proven, and when snapshots were verified by themselves. Where that cannot be written down it is
 * remembered until the daemon ends. Safe for use by several threads.
 */
public final class ScrubLedger {

    private static final Logger LOG = LoggerFactory.getLogger(ScrubLedger.class);

    private final Path file;
    private final StoreId store;
    private final InstantSource clock;

    @GuardedBy("this")
    private final List<ScrubbedPart> parts;

    @GuardedBy("this")
    private final Map<String, Long> snapshots;

    private ScrubLedger(Path file, ScrubFile content, InstantSource clock) {
        this.file = file;
        this.store = content.store();
        this.clock = clock;
        this.parts = new ArrayList<>(content.parts());
        this.snapshots = new HashMap<>(content.snapshots());
    }

    /** What an earlier daemon has written down, if it can be read and is about this store. */
    public static ScrubLedger open(Path file, StoreId store, InstantSource clock) {
        return new ScrubLedger(file, read(file, store), clock);
    }

    private static ScrubFile read(Path file, StoreId store) {
        try {
            ScrubFile found = ScrubFile.decode(DurableFiles.read(file, ScrubFile.BYTES_MAX));
            if (found.store().equals(store)) {
                return found;
            }
            LOG.warn("file={} is about another store: nothing counts as verified", file);
        } catch (Failure.NotFound none) {
            LOG.debug("file={} is not there yet", file);
        } catch (Failure e) {
            LOG.warn("file={} nothing counts as verified: {}", file, e.getMessage());
        }
        return new ScrubFile(store, Collections.nCopies(ScrubFile.PARTS, ScrubbedPart.NEVER), Map.of());
    }

    /** Every part as it is now, the first one first; what a wrong clock has put into the future counts as never read. */
    synchronized List<ScrubbedPart> parts() {
        long now = clock.instant().getEpochSecond();
        return parts.stream()
                .map(part -> part.seconds() > now ? ScrubbedPart.NEVER : part)
                .toList();
    }

    /**
     * Parts were read.
     *
     * @param bytes of their packs, by part from 0; those of which it is negative were not read
     */
    synchronized void partsRead(long[] bytes) {
        for (int part = 0; part < bytes.length; part++) {
            if (bytes[part] >= 0) {
                parts.set(part, new ScrubbedPart(clock.instant().getEpochSecond(), bytes[part]));
            }
        }
        write();
    }

    /** A snapshot was read, and nothing was found. */
    synchronized void snapshotVerified(SnapshotId id) {
        snapshots.put(id.value(), clock.instant().getEpochSecond());
        while (snapshots.size() > ScrubFile.SNAPSHOTS_MAX) {
            snapshots.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .ifPresent(oldest -> snapshots.remove(oldest.getKey()));
        }
        write();
    }

    /**
     * When all of a snapshot's content was last known to be whole: when it was verified by itself, or when the last part of the store was read that was not
     * read since it was completed; empty if there is no such time.
     */
    public synchronized Optional<Instant> verifiedAt(SnapshotRecord snapshot) {
        Instant completed = snapshot.completionTime();
        if (snapshot.state() != SnapshotState.COMPLETED || completed == null) {
            return Optional.empty();
        }
        long oldest = oldestPartSeconds();
        // The parts are those of the store: what lies in the archive is in none of them.
        boolean inParts = !snapshot.inArchive();
        long whole = inParts && oldest >= completed.getEpochSecond() ? oldest : 0;
        long alone = snapshots.getOrDefault(snapshot.snapshotId(), 0L);
        long verified = Math.max(whole, alone);
        return verified == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(verified));
    }

    /** When the part was read that was read longest ago, if all were read since an instant. */
    synchronized Optional<Instant> readSince(Instant since) {
        long oldest = oldestPartSeconds();
        return oldest > 0 && oldest >= since.getEpochSecond()
                ? Optional.of(Instant.ofEpochSecond(oldest))
                : Optional.empty();
    }

    /** Without a list of them, since this is asked of each snapshot. */
    @GuardedBy("this")
    private long oldestPartSeconds() {
        long now = clock.instant().getEpochSecond();
        long oldest = Long.MAX_VALUE;
        for (ScrubbedPart part : parts) {
            oldest = Math.min(oldest, part.seconds() > now ? 0 : part.seconds());
        }
        return oldest;
    }

    private synchronized void write() {
        try {
            DurableFiles.replace(file, new ScrubFile(store, parts, snapshots).encode());
        } catch (Failure e) {
            LOG.warn("file={} what was verified cannot be written down: {}", file, e.getMessage());
        }
    }
}
