package io.ebsnap.snapshot;

import java.util.Set;

/**
 * With whom a snapshot is to be shared, or no more.
 *
 * @param accounts of 12 digits
 * @param everybody whether it is to be public, or no more
 */
public record SharingOrder(Set<String> accounts, boolean everybody) {

    public SharingOrder {
        accounts = Set.copyOf(accounts);
    }
}
