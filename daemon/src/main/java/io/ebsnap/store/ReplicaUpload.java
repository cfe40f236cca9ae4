package io.ebsnap.store;

/** An object on its way into one zone, where it may take the place of a bad copy. Used by one thread at a time. */
public interface ReplicaUpload extends ObjectUpload {

    /**
     * Makes the object durable and visible, in the place of one of that name if there is one. Readers, and whoever comes after a
     * crash, find the one or the other, whole; when this fails, too.
     */
    void commitReplacing();
}
