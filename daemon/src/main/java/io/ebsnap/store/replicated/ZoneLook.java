package io.ebsnap.store.replicated;

import io.ebsnap.format.ZoneSet;

/** What a look at a zone's directory found. */
sealed interface ZoneLook {

    /**
     * The replica that is expected there.
     *
     * @param set as its zone file has it
     */
    record Found(ZoneSet set) implements ZoneLook {}

    /** The file system that is expected there, and no replica: it may be filled anew. */
    record Vacant() implements ZoneLook {}

    /**
     * Nothing that may be used or filled.
     *
     * @param reason in words
     */
    record Unusable(String reason) implements ZoneLook {}
}
