package io.ebsnap.aws;

import io.ebsnap.access.AccessKeyHolder;

/** Finds out what somebody may ask for. Safe for use by several threads. */
public interface AwsCallers {

    /**
     * Who has signed with a key.
     *
     * @throws io.ebsnap.failure.Failure.Denied if its holder acts for nobody any more
     * @throws io.ebsnap.failure.Failure.NotFound if its holder does not act for the key's account any more
     */
    AwsCaller ofKey(String accessKeyId, AccessKeyHolder holder);

    /**
     * A user of this machine.
     *
     * @throws io.ebsnap.failure.Failure.Denied if the user acts for nobody
     */
    AwsCaller ofUser(String user);
}
