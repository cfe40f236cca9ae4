package io.ebsnap.account;

import org.jspecify.annotations.Nullable;

/**
 * An account that is not the administrator's to act for everybody.
 *
 * @param id 12 digits
 * @param configured the daemon's own
 */
public record Account(String id, String configured) {

    /** Whether something is its own, by the owner that its record has. */
    public boolean owns(@Nullable String ownerId) {
        return id.equals(ownerId == null ? configured : ownerId);
    }

    /** What records of its things say. */
    @Nullable
    String recorded() {
        return id.equals(configured) ? null : id;
    }
}
