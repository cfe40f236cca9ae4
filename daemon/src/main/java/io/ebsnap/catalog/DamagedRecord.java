package io.ebsnap.catalog;

import io.ebsnap.failure.Failure;

/**
 * A record whose newest version cannot be read. Its older versions, if there are any, are left where they are and are not used in its place.
 *
 * @param kind the name of its kind, which may be one that this program does not know
 * @param id its id
 * @param sequence which version it is; 0 if the object's name does not say
 * @param failure why it cannot be read
 */
public record DamagedRecord(String kind, String id, long sequence, Failure failure) {

    /** The failure for whoever asked for the record. */
    Failure asFailure() {
        String message = "catalog record " + kind + " " + id + ": " + failure.getMessage();
        return switch (failure) {
            case Failure.TooNew newer -> new Failure.TooNew(message);
            case Failure.TooOld older -> new Failure.TooOld(message);
            default -> new Failure.Corrupt(message, failure);
        };
    }
}
