package io.ebsnap.aws;

/** What was asked for is not done; whoever has asked is told why, with one of AWS's codes. */
public final class AwsFault extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;

    private final int status;
    private final String code;

    /** @param status of HTTP */
    public AwsFault(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** The request is wrong. */
    public static AwsFault of(String code, String message) {
        return new AwsFault(BAD_REQUEST, code, message);
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
}
