package io.ebsnap.tracking;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every way to find out what changed. The trackers are asked in order, the first that knows is believed; beside them, tags make comparing
 * what must be read cheap. Safe for use by several threads, of one volume by one at a time.
 */
public final class Trackers {

    private static final Logger LOG = LoggerFactory.getLogger(Trackers.class);

    private final List<ChangeTracker> trackers;
    private final TagStore tags;
    private final RecheckSettings recheck;
    private final SecureRandom random;

    /**
     * What tags are kept with.
     *
     * @param directory for them, made when needed
     * @param keys of domains, which are not closed
     * @param cipher tags and seals
     * @param random for salts, and for which blocks are rechecked
     */
    public record Keeping(
            Path directory, Function<DomainId, DomainKeys> keys, AeadCipher cipher, SecureRandom random) {}

    /** Why it is not better known, how many blocks the parent has that are not holes, and how much of what is called unchanged is compared. */
    private record Doubts(List<String> reasons, long contentBlocks, RecheckSettings recheck) {}

    /** Those trackers, in the order of preference, and tags. */
    public Trackers(List<ChangeTracker> trackers, RecheckSettings recheck, Keeping keeping) {
        this.trackers = List.copyOf(trackers);
        this.recheck = recheck;
        this.random = keeping.random();
        this.tags = new TagStore(keeping.directory(), keeping.keys(), keeping.cipher(), keeping.random());
    }

    /** Removes what is kept of snapshots that do not exist: a crash may have left it. */
    public void sweep(Predicate<String> exists) {
        tags.sweep(exists);
        trackers.forEach(tracker -> tracker.sweep(exists));
    }

    /** Gives up what takes room that is short now. To be called now and then. */
    public void relieve() {
        trackers.forEach(ChangeTracker::relieve);
    }

    /**
     * Asks what changed. If nobody knows, every block is compared, and the finding says why.
     *
     * @param child being made, its root not known yet
     * @param parent empty for the first snapshot
     * @param instant held until the finding is closed
     */
    public ChangeFinding begin(TrackedSnapshot child, Optional<TrackedSnapshot> parent, PointInTime instant) {
        if (parent.isEmpty()) {
            return beginDistrusting(child, instant, "it is the first snapshot of the volume under its key");
        }
        if (parent.get().sizeBytes() != child.sizeBytes()) {
            return beginDistrusting(
                    child, instant, "the volume has had " + parent.get().sizeBytes() + " bytes");
        }
        Doubts doubts = new Doubts(new ArrayList<>(), parent.get().contentBlocks(), recheckOf(instant));
        ChangeFinding.Told told = told(parent.get(), instant, doubts);
        TagReader known = isTagged(instant) ? tagsOf(parent.get(), doubts) : null;
        return finding(child, told, new ChangeFinding.Tags(tags.tagger(child), known, kept(child, instant)), doubts);
    }

    /** A copy of a snapshot has no successor that would be compared with it by reading. */
    private static boolean isTagged(PointInTime instant) {
        return instant.method() != ConsistencyMethod.COPY;
    }

    private RecheckSettings recheckOf(PointInTime instant) {
        return instant.isDistant() ? RecheckSettings.DISTANT : recheck;
    }

    private @Nullable TagWriter kept(TrackedSnapshot child, PointInTime instant) {
        return isTagged(instant) ? tags.begin(child).orElse(null) : null;
    }

    /**
     * Believes nobody: every block is compared by its id.
     *
     * @param instant held until the finding is closed
     * @param why for the record
     */
    public ChangeFinding beginDistrusting(TrackedSnapshot child, PointInTime instant, String why) {
        ChangeFinding.Tags kept = new ChangeFinding.Tags(tags.tagger(child), null, kept(child, instant));
        return finding(
                child, new ChangeFinding.Told(null, null), kept, new Doubts(List.of(why), 0, recheckOf(instant)));
    }

    /** Gives up what is kept of a volume: nobody is believed until a snapshot of it is completed. */
    public void forget(String volume) {
        tags.forget(volume);
        trackers.forEach(tracker -> tracker.forget(volume));
    }

    /** A snapshot is completed. What cannot be kept for the next one is logged, and costs that one a full compare. */
    public void completed(TrackedSnapshot snapshot, PointInTime instant) {
        if (!isTagged(instant)) {
            return;
        }
        tags.keepOnly(snapshot.volume(), snapshot.snapshot());
        for (ChangeTracker tracker : trackers) {
            try {
                tracker.completed(snapshot, instant);
            } catch (Failure e) {
                LOG.warn(
                        "snapshot={} tracker={} keeps nothing for the next one: {}",
                        snapshot.snapshot(),
                        tracker.name(),
                        e.getMessage());
            }
        }
    }

    private ChangeFinding.Told told(TrackedSnapshot parent, PointInTime instant, Doubts doubts) {
        for (ChangeTracker tracker : trackers) {
            switch (answer(tracker, parent, instant)) {
                case ChangeTracker.Answer.Known known -> {
                    return new ChangeFinding.Told(tracker, known.changes());
                }
                case ChangeTracker.Answer.Doubt doubt -> doubts.reasons().add(tracker.name() + ": " + doubt.reason());
                case ChangeTracker.Answer.Inapplicable other -> LOG.trace("{} of {}", other, tracker.name());
            }
        }
        return new ChangeFinding.Told(null, null);
    }

    private static ChangeTracker.Answer answer(ChangeTracker tracker, TrackedSnapshot parent, PointInTime instant) {
        try {
            return tracker.since(parent, instant);
        } catch (Failure e) {
            return new ChangeTracker.Answer.Doubt(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable TagReader tagsOf(TrackedSnapshot parent, Doubts doubts) {
        try {
            return tags.open(parent);
        } catch (Failure e) {
            doubts.reasons().add(ChangeFinding.KEYED + ": " + e.getMessage());
            return null;
        }
    }

    private ChangeFinding finding(
            TrackedSnapshot child, ChangeFinding.Told told, ChangeFinding.Tags both, Doubts doubts) {
        long seed = random.nextLong();
        LOG.debug("snapshot={} recheck-seed={}", child.snapshot(), seed);
        return new ChangeFinding(
                told,
                both,
                doubts.reasons(),
                ChangeFinding.Choice.of(doubts.recheck(), child, doubts.contentBlocks(), seed));
    }
}
