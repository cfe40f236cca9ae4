package io.ebsnap.aws;

import io.ebsnap.api.ApiError;

/** An action that was asked for is not done. Each service tells it in its own words. */
public final class ActionFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    ActionFailed(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /** Why, with EC2's code. */
    public ApiError error() {
        return error;
    }
}
