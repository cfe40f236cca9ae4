package io.ebsnap.aws;

import io.ebsnap.api.Actions;
import io.ebsnap.api.Request;
import io.ebsnap.control.ErrorAnswers;
import io.ebsnap.failure.Failure;

/** Asks the actions of whoever calls. What changes something is done once for each signature. Safe for use by several threads. */
public final class CalledActions {

    private final ErrorAnswers errors;

    /** @param errors tells failures as errors of the control protocol */
    public CalledActions(ErrorAnswers errors) {
        this.errors = errors;
    }

    /** Whether whoever calls may ask for it at all. */
    public boolean permits(AwsCall call, Request<?> request) {
        return call.caller().actions().permits(request.action());
    }

    /**
     * What is answered.
     *
     * @throws ActionFailed if it is not done
     * @throws AccessRefused if it was done already under the same signature
     */
    public <A extends Record> A ask(AwsCall call, Request<A> request) {
        if (!Actions.isRepeatable(request)) {
            call.claim().run();
        }
        try {
            return request.answerType().cast(call.caller().actions().handle(request));
        } catch (Failure e) {
            throw new ActionFailed(errors.of(e, request));
        } catch (RuntimeException | StackOverflowError e) {
            throw new ActionFailed(errors.internal(e, request.action()));
        }
    }
}
