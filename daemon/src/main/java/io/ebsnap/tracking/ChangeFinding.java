package io.ebsnap.tracking;

import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, while one snapshot is copied, what changed since its parent, and notes what the next one needs for that. Whoever hands blocks
 * out in order asks {@link #unchangedFrom} and {@link #tagBefore}; workers, at any time, {@link #tagOf} and {@link #wantsTagChecked};
 * whoever appends in order calls {@link #put}.
 */
public final class ChangeFinding implements AutoCloseable {

    /** The name of comparing by tags, in records. */
    public static final String KEYED = "keyed";

    private final Told told;
    private final Tags tags;
    private final List<String> doubts;
    private final Recheck contents;
    private final Recheck holes;
    private final Recheck tagged;
    private final LongAdder rechecked = new LongAdder();

    /** Who told what, if anybody. */
    record Told(@Nullable ChangeTracker tracker, @Nullable ChangeCursor changes) {}

    /** Tags of the parent, if they are to be had, and of the child, if they can be kept. */
    record Tags(
            BlockTagger tagger,
            @Nullable TagReader known,
            @Nullable TagWriter kept) {}

    /** Which blocks are rechecked: of so many with content and so many holes, by a seed that replays. */
    record Choice(RecheckSettings settings, long contents, long holes, long seed) {

        static Choice of(RecheckSettings settings, TrackedSnapshot child, long contentBlocks, long seed) {
            long all = new VolumeGeometry(child.sizeBytes()).blockCount();
            return new Choice(settings, contentBlocks, Math.max(0, all - contentBlocks), seed);
        }
    }

    ChangeFinding(Told told, Tags tags, List<String> doubts, Choice choice) {
        this.told = told;
        this.tags = tags;
        this.doubts = List.copyOf(doubts);
        this.contents = new Recheck(choice.settings(), choice.contents(), choice.seed());
        this.holes = new Recheck(choice.settings(), choice.holes(), choice.seed() + 1);
        this.tagged = new Recheck(choice.settings(), choice.contents(), choice.seed() + 2);
    }

    /** How many blocks from one on are called unchanged: 0 .. {@code countMax}. In ascending order, one thread at a time. */
    public long unchangedFrom(long block, long countMax) {
        ChangeCursor changes = told.changes();
        return changes == null ? 0 : changes.unchangedFrom(block, countMax);
    }

    /** The tag that a block had in the parent, if it is known. In ascending order, one thread at a time. */
    public byte @Nullable [] tagBefore(long block) {
        TagReader known = tags.known();
        return known == null ? null : known.tag(block);
    }

    /** The tag of a block's content. Any thread. */
    public byte[] tagOf(long block, ArraySlice content) {
        return tags.tagger().tag(block, content);
    }

    /** Whether tags are of any use: to compare with, or for the next snapshot. */
    public boolean tags() {
        return tags.known() != null || tags.kept() != null;
    }

    /**
     * How many blocks from one on, of so many with content that are called unchanged, need no rechecking; if fewer than asked for, the one after them
     * does. In ascending order, one thread at a time.
     */
    public long freeContents(long block, long count) {
        ChangeCursor changes = told.changes();
        OptionalLong own = changes == null ? OptionalLong.empty() : changes.freeContents(block, count);
        return own.isPresent() ? own.getAsLong() : contents.free(count);
    }

    /** The same of holes. */
    public long freeHoles(long block, long count) {
        ChangeCursor changes = told.changes();
        OptionalLong own = changes == null ? OptionalLong.empty() : changes.freeHoles(block, count);
        return own.isPresent() ? own.getAsLong() : holes.free(count);
    }

    /** Whether the next block whose tag is as it was is rechecked. Any thread. */
    public boolean wantsTagChecked() {
        return tagged.wantsNext();
    }

    /** A block that was called unchanged was rechecked, and is. */
    public void rechecked() {
        rechecked.increment();
    }

    /** Notes a block's tag for the next snapshot. In ascending order, one thread at a time. */
    public void put(long block, byte[] tag) {
        TagWriter kept = tags.kept();
        if (kept != null) {
            kept.put(block, tag);
        }
    }

    /** The name of the tracker that is believed; null if none is. */
    public @Nullable String tracker() {
        ChangeTracker tracker = told.tracker();
        return tracker == null ? null : tracker.name();
    }

    /** Why nothing that the tracker said counts, if so. To be asked when everything is copied. */
    public Optional<String> voided() {
        ChangeCursor changes = told.changes();
        return changes == null ? Optional.empty() : changes.voided();
    }

    /** How the changes were found. To be asked when everything is copied. */
    public ChangeDetection detection() {
        ChangeTracker tracker = told.tracker();
        ChangeCursor changes = told.changes();
        List<String> reasons = new ArrayList<>(doubts);
        if (tracker != null && changes != null) {
            Optional<String> doubt = changes.doubt();
            if (doubt.isEmpty()) {
                return new ChangeDetection(tracker.way(), tracker.name(), rechecked.sum(), "");
            }
            reasons.add(tracker.name() + ": " + doubt.get());
        }
        TagReader known = tags.known();
        if (known != null && known.doubt().isEmpty()) {
            return new ChangeDetection(ChangeDetection.Way.EXACT, KEYED, rechecked.sum(), String.join("; ", reasons));
        }
        if (known != null) {
            reasons.add(KEYED + ": " + known.doubt().orElse(""));
        }
        return ChangeDetection.full(String.join("; ", reasons));
    }

    /** Everything is copied: the tags for the next snapshot are whole. */
    public void finish(Optional<ChunkId> root) {
        TagWriter kept = tags.kept();
        if (kept != null) {
            kept.finish(root);
        }
    }

    /** Gives up what it holds; the tags for the next snapshot too, unless they are finished. */
    @Override
    public void close() {
        tags.tagger().close();
        ChangeCursor changes = told.changes();
        TagReader known = tags.known();
        TagWriter kept = tags.kept();
        if (changes != null) {
            changes.close();
        }
        if (known != null) {
            known.close();
        }
        if (kept != null) {
            kept.close();
        }
    }
}
