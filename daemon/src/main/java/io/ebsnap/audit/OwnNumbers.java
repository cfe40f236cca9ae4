package io.ebsnap.audit;

import java.util.Map;
import java.util.TreeMap;

/** How many lines each account has had. Used by one thread at a time. */
final class OwnNumbers {

    private final Map<String, Long> latest = new TreeMap<>();

    /** The number of an account's last line; 0 if it has none. */
    long latest(String account) {
        return latest.getOrDefault(account, 0L);
    }

    /** The number of the last line of each account that has one. */
    Map<String, Long> all() {
        return Map.copyOf(latest);
    }

    /** The numbers of a line that is to be appended, which {@link #note} uses up. */
    AuditLine.Own next(Deed deed, long of) {
        return deed.ownerId().isEmpty() ? AuditLine.Own.NONE : new AuditLine.Own(latest(deed.ownerId()) + 1, of);
    }

    void note(AuditLine line) {
        if (!line.deed().ownerId().isEmpty()) {
            latest.put(line.deed().ownerId(), line.own().sequence());
        }
    }

    void note(Map<String, Long> known) {
        latest.putAll(known);
    }

    /** Leaves room for lines that nobody can read any more. */
    void skip(long linesMax) {
        latest.replaceAll((account, number) -> Math.addExact(number, linesMax));
    }
}
