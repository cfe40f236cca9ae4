package io.ebsnap.format;

import io.ebsnap.failure.Failure;

/** What is durably known of a zone's replica. */
public enum ZoneStanding {
    /** It holds every object, and is read and written. */
    CURRENT(1),
    /** The store has gone on without it: nothing in it counts before it is level again. */
    STALE(2),
    /** It is current, and will be drained as soon as its content is proven to be elsewhere. */
    DRAINING(3),
    /** It is neither read nor written any more. */
    DRAINED(4);

    private final int code;

    ZoneStanding(int code) {
        this.code = code;
    }

    /** Whether what is in it counts. */
    public boolean counts() {
        return this == CURRENT || this == DRAINING;
    }

    int code() {
        return code;
    }

    static ZoneStanding of(int code) {
        for (ZoneStanding standing : values()) {
            if (standing.code == code) {
                return standing;
            }
        }
        throw new Failure.Corrupt("zone file has a zone of standing " + code);
    }
}
