package io.ebsnap.aws.rest;

import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;

/** What a service does for one method and path. */
@FunctionalInterface
public interface RestAction {

    /**
     * Does it.
     *
     * @throws io.ebsnap.aws.AwsFault for what is refused
     */
    AwsAnswer answer(RestRequest in, AwsCall call);
}
