package io.ebsnap.access;

import io.ebsnap.catalog.AccessKeyRecord;
import io.ebsnap.crypto.DestroyableSecret;

/**
 * A key that was just made.
 *
 * @param record what is kept
 * @param secret 40 ASCII characters; closed with this
 */
public record NewAccessKey(AccessKeyRecord record, DestroyableSecret secret) implements AutoCloseable {

    @Override
    public void close() {
        secret.close();
    }
}
