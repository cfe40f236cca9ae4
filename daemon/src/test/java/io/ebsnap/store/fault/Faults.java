package io.ebsnap.store.fault;

import io.ebsnap.store.ObjectName;

/** Decides what goes wrong in a {@link FaultyObjectStore}. Safe for use by several threads. */
public interface Faults {

    /** What is asked of a store. */
    enum Operation {
        BEGIN,
        APPEND,
        COMMIT,
        SIZE,
        EXISTS,
        READ,
        LIST,
        DELETE
    }

    /** Called before an operation reaches the store; throws to make it fail without having happened. */
    void before(Operation operation, ObjectName name);

    /** Called after an operation; throws to make it fail although it has happened. */
    default void after(Operation operation, ObjectName name) {}
}
