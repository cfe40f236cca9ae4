package io.ebsnap.api;

/** The daemon's answer is an error. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    public ApiException(ApiError error) {
        super(error.code() + ": " + error.message());
        this.error = error;
    }

    /** What the daemon said. */
    public ApiError error() {
        return error;
    }
}
