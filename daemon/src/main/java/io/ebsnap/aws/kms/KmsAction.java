package io.ebsnap.aws.kms;

import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;

/** Reads a request of one action. */
@FunctionalInterface
interface KmsAction {

    /**
     * What is to be asked for it; nothing is done yet.
     *
     * @param caller who asks
     * @throws AwsFault if something is wrong
     */
    Prepared read(JsonMembers in, AwsCaller caller);
}
