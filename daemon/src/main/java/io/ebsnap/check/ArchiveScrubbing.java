package io.ebsnap.check;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.chunk.ChunkArchive;
import io.ebsnap.failure.Failure;
import io.ebsnap.task.TaskRegistry;
import io.ebsnap.task.TaskView;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies the archive part by part, as {@link Scrubbing} does the store, while it is there. Safe for use by several threads. */
final class ArchiveScrubbing {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveScrubbing.class);

    private final CheckParts parts;
    private final Optional<Scrubbing> scrubbing;

    /** @param start starts the verification of a part, from 1 */
    ArchiveScrubbing(CheckParts parts, ScrubSettings settings, TaskRegistry tasks, IntFunction<TaskView> start) {
        this.parts = parts;
        this.scrubbing = parts.archive()
                .map(archive -> new Scrubbing(
                        parts.scrubbedArchive(), new Scrubbing.Parts(archive.index(), tasks, start), settings));
    }

    /** Starts the next part if one is due. One that is due while the archive is away waits until it is there. */
    void round() {
        if (isThere()) {
            scrubbing.ifPresent(Scrubbing::round);
        }
    }

    /** How far the archive was verified; empty if there is none. */
    Optional<ScrubStatus> status() {
        return scrubbing.filter(any -> isMade()).map(Scrubbing::status);
    }

    /** What an archived snapshot needs is in the archive, or shared and in the store: it is whole if all parts of both were read since it was archived. */
    Optional<Instant> verifiedAt(SnapshotRecord snapshot) {
        Tiering moves = snapshot.tiering();
        Instant archived = moves == null ? null : moves.archivalCompleteTime();
        if (!snapshot.inArchive() || archived == null) {
            return Optional.empty();
        }
        Optional<Instant> here = parts.scrubbed().readSince(archived);
        Optional<Instant> there = parts.scrubbedArchive().readSince(archived);
        return here.flatMap(one -> there.map(other -> one.isBefore(other) ? one : other));
    }

    private boolean isMade() {
        return parts.archive()
                .map(ChunkArchive::place)
                .filter(place -> place.isMade())
                .isPresent();
    }

    private boolean isThere() {
        if (!isMade()) {
            return false;
        }
        try {
            parts.archive().orElseThrow().place().requireThere();
            return true;
        } catch (Failure e) {
            LOG.debug("the archive is not verified: {}", e.getMessage());
            return false;
        }
    }
}
