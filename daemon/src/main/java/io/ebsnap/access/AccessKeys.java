package io.ebsnap.access;

import io.ebsnap.catalog.AccessKeyRecord;
import java.util.List;

/** Access keys as somebody sees them: the administrator those of everybody, others those of their account. Safe for use by several threads. */
public interface AccessKeys {

    /** Keys that an account may have, and the administrator. */
    int ACCOUNT_MAX = 10;

    /**
     * A new key of whoever asks, and its secret, which is told this once; durable when it returns.
     *
     * @return to be closed by the caller
     * @throws io.ebsnap.failure.Failure.Exhausted if there are {@link #ACCOUNT_MAX} already
     */
    NewAccessKey create();

    /** All keys, the oldest first. */
    List<AccessKeyRecord> list();

    /**
     * What is signed with a key is refused from now on.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such key
     */
    void delete(String accessKeyId);

    /** The 12-digit account of a key. */
    String accountOf(AccessKeyRecord key);
}
