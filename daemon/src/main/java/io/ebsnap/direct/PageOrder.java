package io.ebsnap.direct;

import io.ebsnap.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param account who asks, 12 digits
 * @param pageToken where an earlier page ended; null for the first one
 * @param startingBlock where the first one begins; 0 or more, of no account with a token
 * @param resultsMax how many are wanted at most, up to {@link #RESULTS_MAX}; fewer than {@link #RESULTS_MIN} are as many as that, as in EBS
 */
public record PageOrder(String account, @Nullable String pageToken, long startingBlock, int resultsMax) {

    /** The longest page. */
    public static final int RESULTS_MAX = 10_000;

    /** The shortest page, and the one where nothing was said. */
    public static final int RESULTS_MIN = 100;

    public PageOrder {
        if (resultsMax < 1 || resultsMax > RESULTS_MAX) {
            throw new Failure.Invalid("MaxResults is in " + RESULTS_MIN + ".." + RESULTS_MAX + ", not " + resultsMax);
        }
        if (startingBlock < 0) {
            throw new Failure.Invalid("StartingBlockIndex is 0 or more, not " + startingBlock);
        }
    }

    /** The first page of those of a length. */
    public static PageOrder first(String account, int resultsMax) {
        return new PageOrder(account, null, 0, resultsMax);
    }

    /** The page that a token leads to. */
    public PageOrder after(String token) {
        return new PageOrder(account, token, startingBlock, resultsMax);
    }

    /** The same for another account. */
    public PageOrder by(String other) {
        return new PageOrder(other, pageToken, startingBlock, resultsMax);
    }

    /** How many are given at most. */
    int limit() {
        return Math.max(resultsMax, RESULTS_MIN);
    }
}
