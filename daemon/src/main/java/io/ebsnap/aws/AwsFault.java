package io.ebsnap.aws;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was asked for is not done; whoever has asked is told why, with one of AWS's codes. */
public final class AwsFault extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;

    private final int status;
    private final String code;
    private final transient Map<String, List<String>> members;

    /** @param status of HTTP */
    public AwsFault(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    private AwsFault(int status, String code, String message, Map<String, List<String>> members) {
        super(message);
        this.status = status;
        this.code = code;
        this.members = members;
    }

    /** The request is wrong. */
    public static AwsFault of(String code, String message) {
        return new AwsFault(BAD_REQUEST, code, message);
    }

    /** The same, and what else services that answer in JSON tell of it: one value, or a list where the name is that of one. */
    public AwsFault with(String member, String... values) {
        Map<String, List<String>> more = new TreeMap<>(members);
        more.put(member, List.of(values));
        return new AwsFault(status, code, text(), more);
    }

    /** The same under another code. */
    public AwsFault as(String other) {
        return new AwsFault(status, other, text(), members);
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }

    /** By which programs know it. */
    public String code() {
        return code;
    }

    /** What people read. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** What else is told of it, by its names. */
    public Map<String, List<String>> members() {
        return members;
    }
}
