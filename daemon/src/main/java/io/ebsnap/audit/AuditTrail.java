package io.ebsnap.audit;

import java.time.Duration;
import java.util.function.Predicate;

/** What somebody sees of the audit log, by numbers of its lines that grow by one. Safe for use by several threads. */
public interface AuditTrail {

    /**
     * Lines behind one. Their hashes are not looked at; a line that cannot be read is left out.
     *
     * @param after sequence number; 0 for the beginning, which may have been removed
     * @param linesMax of those that are wanted
     */
    AuditReading.Part after(long after, int linesMax, Predicate<AuditLine> wanted);

    /**
     * Waits until there is a line behind one.
     *
     * @return whether there is; false if the time is up or the log was closed
     */
    boolean await(long after, Duration limit) throws InterruptedException;

    /**
     * Proves every line.
     *
     * @param asked sequence number of a line whose hash is wanted; 0 for none
     */
    AuditVerification verify(long asked);
}
