package io.ebsnap.remote;

import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.DistantCopyOrder.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that is to be copied to a remote.
 *
 * @param remote its name
 * @param source the snapshot's id here
 * @param description of the copy; at most 255 characters
 * @param tags of the copy; at most 50, with different keys
 * @param copyTags whether it gets the source's tags too
 * @param key KMS key id, alias or ARN there that it is sealed under; null for the default key there
 * @param pace how fast it may and must be
 */
public record PushOrder(
        String remote,
        SnapshotId source,
        String description,
        List<Tag> tags,
        boolean copyTags,
        @Nullable String key,
        Pace pace) {

    private static final int DESCRIPTION_LENGTH_MAX = 255;
    private static final int KEY_LENGTH_MAX = 256;
    private static final long MINUTES_MAX = 60L * 24 * 366;

    public PushOrder {
        tags = List.copyOf(tags);
    }

    void write(FrameWriter out) {
        Messages.id(out, source);
        out.text(description).u8(copyTags ? 1 : 0).text(key == null ? "" : key);
        out.i64(pace.bytesPerSecondMax());
        out.i64(pace.within().map(Duration::toMinutes).orElse(0L));
        Messages.tags(out, tags);
    }

    /** @param remote whose it is */
    static PushOrder read(FrameReader in, String remote) {
        SnapshotId source = Messages.id(in);
        String description = in.text("a description", DESCRIPTION_LENGTH_MAX);
        boolean copyTags = in.u8() != 0;
        String key = in.text("a key", KEY_LENGTH_MAX);
        long bytesPerSecond = in.i64("a rate", 0, Long.MAX_VALUE);
        long minutes = in.i64("a time", 0, MINUTES_MAX);
        return new PushOrder(
                remote,
                source,
                description,
                Messages.tags(in),
                copyTags,
                key.isEmpty() ? null : key,
                new Pace(bytesPerSecond, minutes == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(minutes))));
    }

    /** The same as whoever copies sees it. */
    PullOrder asPull() {
        return new PullOrder(remote, source, description, tags, copyTags, key, pace);
    }

    /**
     * Nothing if it can be sent.
     *
     * @throws Failure.Invalid if something is too long
     */
    void check() {
        boolean tooLong = description.length() > DESCRIPTION_LENGTH_MAX
                || (key != null && key.length() > KEY_LENGTH_MAX)
                || pace.within().map(Duration::toMinutes).orElse(0L) > MINUTES_MAX;
        if (tooLong) {
            throw new Failure.Invalid(
                    "the description has more than " + DESCRIPTION_LENGTH_MAX + " characters, the key's name more than "
                            + KEY_LENGTH_MAX + ", or the time is longer than a year");
        }
    }
}
