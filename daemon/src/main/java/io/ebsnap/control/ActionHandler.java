package io.ebsnap.control;

import io.ebsnap.api.Request;

/** Does what one request asks for. Safe for use by several threads. */
@FunctionalInterface
public interface ActionHandler {

    /**
     * Does it.
     *
     * @param request anything but {@code Hello}; its secrets are destroyed by the caller
     * @return a record of {@code request.answerType()}
     * @throws io.ebsnap.failure.Failure to be told to the client
     */
    Record handle(Request<?> request);

    /** Whether an action is for whoever asks; what is asked may be refused all the same. */
    default boolean permits(String action) {
        return true;
    }
}
