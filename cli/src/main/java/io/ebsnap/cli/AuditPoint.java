package io.ebsnap.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the audit log and what its hash once was.
 *
 * @param sequence number of the line
 * @param hash 64 hex digits
 */
record AuditPoint(long sequence, String hash) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

    static AuditPoint parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "'" + text + "' is not SEQUENCE:HASH",
                    "the daemon logs: audit sequence=... hash=...");
        }
        return new AuditPoint(Long.parseLong(matcher.group(1)), matcher.group(2));
    }
}
