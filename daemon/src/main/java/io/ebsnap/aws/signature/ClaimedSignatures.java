package io.ebsnap.aws.signature;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AccessRefused.Reason;
import io.ebsnap.aws.AwsFault;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Signatures of requests that have changed something, as long as they would still be taken: none of them is taken again. What was signed before this was made may be known to one
 * before it, and is refused. Safe for use by several threads.
 */
public final class ClaimedSignatures {

    /** About 16 MiB. */
    public static final int REMEMBERED_MAX = 65_536;

    private static final int UNAVAILABLE = 503;

    private final InstantSource clock;
    private final Instant begin;
    private final int max;

    @GuardedBy("this")
    private final Set<String> known = new HashSet<>();

    @GuardedBy("this")
    private final PriorityQueue<Claim> byEnd = new PriorityQueue<>(Comparator.comparing(Claim::end));

    private record Claim(String signature, Instant end) {}

    /** @param max how many are remembered; beyond, nothing is changed any more until some have expired */
    public ClaimedSignatures(InstantSource clock, int max) {
        this.clock = clock;
        this.begin = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        this.max = max;
    }

    /**
     * Takes a signature once.
     *
     * @param signed when it was made
     * @param end when it is not taken any more
     * @throws AccessRefused if it was taken before, or may have been
     * @throws AwsFault if no more can be remembered
     */
    synchronized void claim(byte[] signature, Instant signed, Instant end) {
        if (signed.isBefore(begin)) {
            throw new AccessRefused(
                    Reason.EXPIRED, "the request was signed before this daemon was started, and may have been done");
        }
        forgetExpired();
        String text = HexFormat.of().formatHex(signature);
        if (known.contains(text)) {
            throw new AccessRefused(Reason.REPLAYED, "a request with this signature was done already");
        }
        if (known.size() >= max) {
            throw new AwsFault(UNAVAILABLE, "RequestLimitExceeded", "too many requests of late: try again later");
        }
        known.add(text);
        byEnd.add(new Claim(text, end));
    }

    @GuardedBy("this")
    private void forgetExpired() {
        Instant now = clock.instant();
        for (Claim oldest = byEnd.peek(); oldest != null && oldest.end().isBefore(now); oldest = byEnd.peek()) {
            known.remove(oldest.signature());
            byEnd.remove(oldest);
        }
    }
}
