package io.ebsnap.failure;

import java.util.Optional;

/** Why a call of the EBS direct APIs was refused, in their own words. Not every failure has one: {@link #of} says what it is then. */
public enum Reason {
    /** The token of a block is forged, expired, or of another block, snapshot or account. */
    INVALID_BLOCK_TOKEN,
    /** The same of the token of a page. */
    INVALID_PAGE_TOKEN,
    /** The snapshot is in another state, or was made in another way, than the call needs. */
    INVALID_SNAPSHOT_ID,
    /** A block, or all of them, are not what their checksum says, or as many as was said. */
    INVALID_BLOCK,
    /** Another write of the same block, of other content, is under way. */
    CONFLICTING_BLOCK_UPDATE,
    /** The size of the volume is out of bounds, or smaller than the parent. */
    INVALID_VOLUME_SIZE,
    /** A tag may not be given. */
    INVALID_TAG,
    /** A key may not be named here. */
    INVALID_CUSTOMER_KEY,
    /** Something else that was given is wrong. */
    INVALID_PARAMETER_VALUE,
    /** There is no such snapshot. */
    SNAPSHOT_NOT_FOUND,
    /** The account may not do this. */
    UNAUTHORIZED_ACCOUNT,
    /** The key may not be used. */
    DEPENDENCY_ACCESS_DENIED;

    /** That of a failure; empty for a conflict of tokens, an exhausted limit, and what is the daemon's fault. */
    public static Optional<Reason> of(Failure failure) {
        return failure.reason().or(() -> switch (failure) {
            case Failure.Invalid e -> Optional.of(INVALID_PARAMETER_VALUE);
            case Failure.NotFound e -> Optional.of(SNAPSHOT_NOT_FOUND);
            case Failure.Denied e -> Optional.of(UNAUTHORIZED_ACCOUNT);
            case Failure.Conflict e -> Optional.empty();
            case Failure.Unavailable e -> Optional.empty();
            case Failure.Corrupt e -> Optional.empty();
            case Failure.TooOld e -> Optional.empty();
            case Failure.TooNew e -> Optional.empty();
            case Failure.Exhausted e -> Optional.empty();
            case Failure.Internal e -> Optional.empty();
        });
    }
}
