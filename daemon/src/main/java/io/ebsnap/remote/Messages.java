package io.ebsnap.remote;

import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.DistantAlias;
import io.ebsnap.snapshot.DistantBlock;
import io.ebsnap.snapshot.DistantFacts;
import io.ebsnap.snapshot.DistantPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What several messages have in common, in both directions. Whatever comes is checked here. */
final class Messages {

    private static final Pattern VOLUME = Pattern.compile("vol-[0-9a-f]{17}");
    private static final int ID_LENGTH_MAX = 32;
    private static final int DESCRIPTION_LENGTH_MAX = 255;
    private static final int TAG_LENGTH_MAX = 256;
    private static final int ERROR_LENGTH_MAX = 1_000;
    private static final Instant BEFORE_ALL = Instant.EPOCH;

    /** Clocks of machines differ; an instant far in the future is of no machine. */
    private static final Duration AHEAD_MAX = Duration.ofDays(1);

    private Messages() {}

    static void id(FrameWriter out, SnapshotId id) {
        out.text(id.value());
    }

    static SnapshotId id(FrameReader in) {
        String text = in.text("an id", ID_LENGTH_MAX);
        if (!SnapshotId.isValid(text)) {
            throw in.nonsense("it names no snapshot");
        }
        return new SnapshotId(text);
    }

    /** An id, or none. */
    static void since(FrameWriter out, Optional<SnapshotId> id) {
        out.text(id.map(SnapshotId::value).orElse(""));
    }

    static Optional<SnapshotId> since(FrameReader in) {
        String text = in.text("an id", ID_LENGTH_MAX);
        if (!text.isEmpty() && !SnapshotId.isValid(text)) {
            throw in.nonsense("it names no snapshot");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(new SnapshotId(text));
    }

    static void facts(FrameWriter out, DistantFacts facts) {
        id(out, facts.snapshot());
        out.text(facts.volumeId()).i64(facts.startTime().toEpochMilli());
        out.i64(facts.sizeBytes()).i64(facts.contentBytes()).text(facts.description());
        tags(out, facts.tags());
    }

    /** @param now here */
    static DistantFacts facts(FrameReader in, Instant now) {
        SnapshotId id = id(in);
        String volume = in.text("a volume's id", ID_LENGTH_MAX);
        if (!VOLUME.matcher(volume).matches()) {
            throw in.nonsense("it names no volume");
        }
        long start = in.i64(
                "an instant", BEFORE_ALL.toEpochMilli(), now.plus(AHEAD_MAX).toEpochMilli());
        long size = in.i64("a size", 1, VolumeGeometry.SIZE_BYTES_MAX);
        long content = in.i64("the size of the content", 0, size);
        String description = in.text("a description", DESCRIPTION_LENGTH_MAX);
        return new DistantFacts(id, volume, Instant.ofEpochMilli(start), size, content, description, tags(in));
    }

    static void tags(FrameWriter out, List<Tag> tags) {
        List<Tag> own = TagRules.withoutReserved(tags);
        out.u16(own.size());
        own.forEach(tag -> out.text(tag.key()).text(tag.value()));
    }

    static List<Tag> tags(FrameReader in) {
        int count = in.u16("tags", TagRules.TAGS_MAX);
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tags.add(new Tag(in.text("a tag's key", TAG_LENGTH_MAX), in.text("a tag's value", TAG_LENGTH_MAX)));
        }
        try {
            TagRules.check(tags);
        } catch (Failure.Invalid e) {
            throw in.nonsense(String.valueOf(e.getMessage()));
        }
        return tags;
    }

    static void page(FrameWriter out, DistantPage page) {
        out.i64(page.next()).u16(page.blocks().size());
        for (DistantBlock block : page.blocks()) {
            DistantAlias alias = block.alias().orElse(new DistantAlias(0, 0));
            out.i64(block.index()).u8(block.alias().isPresent() ? 1 : 0);
            out.i64(alias.high()).i64(alias.low());
        }
    }

    /**
     * Blocks in ascending order, none before the one that was asked for, none behind the end.
     *
     * @param from that was asked for
     * @param blockCount of the volume
     */
    static DistantPage page(FrameReader in, long from, long blockCount) {
        long next = in.i64("the next block", from + 1, blockCount);
        int count = in.u16("blocks", Protocol.PAGE_MAX);
        List<DistantBlock> blocks = new ArrayList<>();
        long least = from;
        for (int i = 0; i < count; i++) {
            long index = in.i64("a block", least, next - 1);
            boolean content = in.u8() != 0;
            DistantAlias alias = new DistantAlias(in.i64(), in.i64());
            blocks.add(new DistantBlock(index, content ? Optional.of(alias) : Optional.empty()));
            least = index + 1;
        }
        return new DistantPage(blocks, next);
    }

    static void error(FrameWriter out, Failure failure) {
        String message = String.valueOf(failure.getMessage());
        out.begin(Protocol.ERROR).u8(code(failure));
        out.text(message.substring(0, Math.min(ERROR_LENGTH_MAX, message.length())));
    }

    /** What the other side could not do. */
    static Failure error(FrameReader in, String remote) {
        int code = in.u8();
        String message = "remote " + remote + ": " + printable(in.text("a message", ERROR_LENGTH_MAX));
        return switch (code) {
            case 1 -> new Failure.Invalid(message);
            case 2 -> new Failure.NotFound(message);
            case 3 -> new Failure.Conflict(message);
            case 5 -> new Failure.Corrupt(message);
            case 6 -> new Failure.Exhausted(message, null);
            case 7 -> new Failure.Denied(message);
            default -> new Failure.Unavailable(message, null);
        };
    }

    private static int code(Failure failure) {
        return switch (failure) {
            case Failure.Invalid _ -> 1;
            case Failure.NotFound _ -> 2;
            case Failure.Conflict _ -> 3;
            case Failure.Unavailable _ -> 4;
            case Failure.Corrupt _, Failure.TooOld _, Failure.TooNew _ -> 5;
            case Failure.Exhausted _ -> 6;
            case Failure.Denied _ -> 7;
            case Failure.Internal _ -> 8;
        };
    }

    /** A text from outside that goes into messages and logs. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
