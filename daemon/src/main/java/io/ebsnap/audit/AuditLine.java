package io.ebsnap.audit;

import java.time.Instant;

/**
 * A line of the audit log.
 *
 * @param sequence from 1
 * @param time of the machine's clock, in milliseconds
 * @param kind what it says
 * @param of sequence number of the request or intent that it is about; 0 where there is none
 * @param deed who does what
 * @param outcome what came of it; {@link Outcome#NONE} of what is not done yet
 * @param own its numbers among the lines of the deed's owner; {@link Own#NONE} where there is none
 */
public record AuditLine(long sequence, Instant time, AuditKind kind, long of, Deed deed, Outcome outcome, Own own) {

    /**
     * What an account calls its lines, so that numbers do not count what others do.
     *
     * @param sequence from 1, without gaps
     * @param of that of the request or intent that it is about; 0 where there is none
     */
    public record Own(long sequence, long of) {

        /** Of a line that is the administrator's alone. */
        public static final Own NONE = new Own(0, 0);
    }

    /** The same with the numbers that its owner knows. */
    AuditLine asOwn() {
        return new AuditLine(own.sequence(), time, kind, own.of(), deed, outcome, own);
    }

    /**
     * What came of something.
     *
     * @param result {@code succeeded}, {@code failed}, {@code interrupted} or another word; empty of what is not done yet
     * @param message why, where there is something to say
     */
    public record Outcome(String result, String message) {

        /** Of what is not done yet. */
        public static final Outcome NONE = new Outcome("", "");

        /** All went well. */
        public static final Outcome SUCCEEDED = new Outcome("succeeded", "");

        public Outcome {
            message = Deed.cut(message);
        }

        /** It did not. */
        public static Outcome failed(String message) {
            return new Outcome("failed", message);
        }
    }
}
