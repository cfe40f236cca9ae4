package io.ebsnap.aws.signature;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AccessRefused.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A parameter of a query.
 *
 * @param name decoded
 * @param value decoded; empty if there is none
 */
record QueryPart(String name, String value) {

    private static final int PARTS_MAX = 5000;
    private static final int HEX = 16;

    static List<QueryPart> of(String query) {
        List<QueryPart> parts = new ArrayList<>();
        for (String part : query.isEmpty() ? new String[0] : query.split("&", PARTS_MAX + 1)) {
            int equals = part.indexOf('=');
            parts.add(new QueryPart(
                    decoded(equals < 0 ? part : part.substring(0, equals)),
                    equals < 0 ? "" : decoded(part.substring(equals + 1))));
        }
        if (parts.size() > PARTS_MAX) {
            throw new AccessRefused(Reason.INCOMPLETE, "the query has more than " + PARTS_MAX + " parameters");
        }
        return parts;
    }

    boolean is(String wanted) {
        return name.equals(wanted);
    }

    /** A plus sign stands for itself: signers write a space as %20. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                int high = i + 2 < bytes.length ? Character.digit((char) bytes[i + 1], HEX) : -1;
                int low = i + 2 < bytes.length ? Character.digit((char) bytes[i + 2], HEX) : -1;
                if (high < 0 || low < 0) {
                    throw new AccessRefused(Reason.INCOMPLETE, "the query has a % without two hexadecimal digits");
                }
                out.write(high * HEX + low);
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
