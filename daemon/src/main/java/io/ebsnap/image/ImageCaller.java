package io.ebsnap.image;

import io.ebsnap.catalog.OwnedRecord;

/**
 * Who sees images.
 *
 * @param accountId 12 digits: whose what is made will be
 * @param administrator whether all are seen, and may be changed
 */
public record ImageCaller(String accountId, boolean administrator) {

    /** Whether something is the caller's to change. */
    boolean owns(OwnedRecord record) {
        return administrator || accountId.equals(record.ownerId());
    }
}
