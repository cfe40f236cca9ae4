package io.ebsnap.lock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.SealedNote;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.TimeNote;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time in which locks are counted. It goes on as the kernel's elapsed time does, also over restarts of the daemon, and never goes back. What passed while
 * the machine was off it takes from the time of day, once in each run of the kernel and forward only, and only when the kernel says that this is
 * synchronised, which it is not when somebody has set it by hand. So it may be behind the world's time, and a lock lasts longer then, never shorter.
 *
 * <p>Safe for use by several threads; its lock is held for a moment, and while its note is written.
 */
public final class TrustedTime implements InstantSource {

    /** How far the time of day may go another way than elapsed time between two looks, and be off without a word. */
    static final Duration DEVIATION_MAX = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(TrustedTime.class);

    private final Parts parts;
    private final String bootId;

    @GuardedBy("this")
    private Instant trusted;

    /** Since the boot, when it was {@link #trusted}. */
    @GuardedBy("this")
    private Duration trustedAt;

    @GuardedBy("this")
    private boolean believed;

    /** The time of day at the last look. */
    @GuardedBy("this")
    private Instant wall;

    @GuardedBy("this")
    private Duration wallAt;

    /**
     * What it is made of.
     *
     * @param note where it is kept
     * @param clock elapsed time
     * @param wall the time of day
     * @param alarms are told when that is set
     * @param crashPoints is told of each durable step
     */
    public record Parts(
            SealedNote note, SteadyClock clock, InstantSource wall, Alarms alarms, CrashPoints crashPoints) {}

    /** Where it goes on. */
    private record Begin(String bootId, Duration sinceBoot, Instant wall, Instant trusted, boolean believed) {}

    private TrustedTime(Parts parts, Begin begin) {
        this.parts = parts;
        this.bootId = begin.bootId();
        this.trusted = begin.trusted();
        this.trustedAt = begin.sinceBoot();
        this.believed = begin.believed();
        this.wall = begin.wall();
        this.wallAt = begin.sinceBoot();
    }

    /**
     * Goes on from where an earlier daemon was.
     *
     * @param evidence the latest moment that is known to be past from elsewhere, such as when the youngest lock was made: if the note is gone, trusted time
     *     begins there instead of at whatever time of day somebody has set; empty if nothing is known
     */
    public static TrustedTime open(Parts parts, Optional<Instant> evidence) {
        TrustedTime time = new TrustedTime(parts, begin(parts, read(parts), evidence));
        time.round();
        return time;
    }

    @Override
    public synchronized Instant instant() {
        Duration now = parts.clock().sinceBoot();
        if (now.compareTo(trustedAt) > 0) {
            trusted = trusted.plus(now.minus(trustedAt));
            trustedAt = now;
        }
        return trusted.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Looks at the time of day and writes down how late it is; to be called about every minute. */
    public synchronized void round() {
        Instant before = instant();
        Instant now = parts.wall().instant();
        Duration gone = trustedAt.minus(wallAt);
        Duration jump = Duration.between(wall, now).minus(gone);
        wall = now;
        wallAt = trustedAt;
        boolean caughtUp = !believed && parts.clock().isSynchronised();
        if (caughtUp) {
            believed = true;
            catchUp(before, now);
        }
        if (jump.abs().compareTo(DEVIATION_MAX) > 0 && (!caughtUp || jump.isNegative())) {
            alarm(parts, jump);
        }
        write();
    }

    /** What a person should know: that the time of day is not the trusted one; empty if it is. */
    public synchronized List<String> troubles() {
        Instant now = instant();
        Instant day = parts.wall().instant();
        Duration off = Duration.between(now, day);
        if (off.abs().compareTo(DEVIATION_MAX) <= 0) {
            return List.of();
        }
        String how = off.isNegative()
                ? "behind the time in which locks are counted: it was set back"
                : "ahead of the time in which locks are counted, which follows it only over a start of the machine, and only when the"
                        + " kernel says that it is synchronised";
        return List.of("the clock is " + off.abs().toMinutes() + " min " + how + "; locks go by " + now);
    }

    private static @Nullable TimeNote read(Parts parts) {
        try {
            return parts.note().read().map(TimeNote::decode).orElse(null);
        } catch (Failure.Corrupt | Failure.TooNew | Failure.TooOld e) {
            parts.alarms()
                    .raise(new Alarm(
                            Alarm.Kind.TIME_UNKNOWN,
                            List.of(),
                            "the note of trusted time cannot be read, and is made anew: " + e.getMessage()));
            return null;
        }
    }

    private static Begin begin(Parts parts, @Nullable TimeNote note, Optional<Instant> evidence) {
        String bootId = parts.clock().bootId();
        Duration sinceBoot = parts.clock().sinceBoot();
        Instant wall = parts.wall().instant();
        if (note == null) {
            boolean believed = evidence.isEmpty() && parts.clock().isSynchronised();
            return new Begin(bootId, sinceBoot, wall, evidence.orElse(wall), believed);
        }
        boolean sameRun = note.bootId().equals(bootId) && sinceBoot.compareTo(note.sinceBoot()) >= 0;
        // A machine that has been running for so long was off before that, for nobody knows how long.
        Duration proven = sameRun ? sinceBoot.minus(note.sinceBoot()) : sinceBoot;
        compare(parts, Duration.between(note.wall(), wall).minus(proven), sameRun);
        Instant at = note.trusted().plus(proven);
        return new Begin(bootId, sinceBoot, wall, evidence.filter(at::isBefore).orElse(at), sameRun && note.believed());
    }

    /** Within one run of the kernel the time of day was not set, and never was it set back. */
    private static void compare(Parts parts, Duration jump, boolean sameRun) {
        boolean forward = sameRun && jump.compareTo(DEVIATION_MAX) > 0;
        if (forward || jump.compareTo(DEVIATION_MAX.negated()) < 0) {
            alarm(parts, jump);
        }
    }

    @GuardedBy("this")
    private void catchUp(Instant before, Instant now) {
        if (now.isAfter(before)) {
            trusted = now;
            LOG.info("trusted={} follows the synchronised clock from {}", now, before);
        }
    }

    private static void alarm(Parts parts, Duration jump) {
        String how = jump.isNegative() ? "back" : "forward";
        parts.alarms()
                .raise(new Alarm(
                        Alarm.Kind.CLOCK_SET,
                        List.of(),
                        "the clock was set " + how + " by " + jump.abs().toMinutes() + " min, to "
                                + parts.wall().instant().truncatedTo(ChronoUnit.SECONDS)
                                + "; locks do not go by it"));
    }

    /** Without room for it on the disk an older one is gone on from, which is as if less had passed. */
    @GuardedBy("this")
    private void write() {
        try {
            parts.note().write(new TimeNote(trusted, wall, trustedAt, believed, bootId).encode());
            parts.crashPoints().reached("time.after-note");
        } catch (Failure.Unavailable e) {
            LOG.warn("trusted={} cannot be written down now: {}", trusted, e.getMessage());
        }
    }
}
