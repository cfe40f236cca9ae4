package io.ebsnap.store;

import java.util.function.Consumer;

/** The objects of a store as one zone has them. Safe for use by several threads. */
public interface Replica {

    /** The zone's name. */
    String zone();

    /** What is there. Only to be read: what is put or deleted here is not in the other zones. */
    ObjectStore objects();

    /**
     * Puts other bytes in the place of this zone's copy of an object at one blow, or puts it if it is not there: a crash leaves the one copy
     * or the other.
     *
     * @param content appends the bytes; when it throws, nothing is changed
     */
    void replace(ObjectName name, Consumer<ObjectUpload> content);
}
