package io.ebsnap.access;

import io.ebsnap.crypto.DestroyableSecret;

/**
 * A key that something is signed with.
 *
 * @param accessKeyId {@code AKIA} and 16 letters and digits
 * @param holder as whom it acts
 * @param secret 40 ASCII characters; closed with this
 */
public record SigningKey(String accessKeyId, AccessKeyHolder holder, DestroyableSecret secret)
        implements AutoCloseable {

    @Override
    public void close() {
        secret.close();
    }
}
