package io.ebsnap.event;

import io.ebsnap.audit.AuditLine;

/** Somebody who is told of events. Used by one thread. */
public interface EventTarget {

    /** A word for it, also the name of the file of its cursor. */
    String name();

    /**
     * Hands an event over.
     *
     * @param json the event as {@code ebsnap -o json events} prints it
     * @throws io.ebsnap.failure.Failure if it was not taken: it is handed over again later
     */
    void deliver(AuditLine event, String json);
}
