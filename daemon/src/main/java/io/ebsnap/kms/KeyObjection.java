package io.ebsnap.kms;

import io.ebsnap.identity.KeyId;
import java.util.List;
import java.util.Optional;

/** Somebody who may have a reason why a KMS key must not be deleted. Asked when its deletion is ordered, and again when it is due. */
@FunctionalInterface
public interface KeyObjection {

    /** Nobody objects. */
    KeyObjection NONE = (key, domains) -> Optional.empty();

    /**
     * Why it must not be deleted; empty if there is nothing against that.
     *
     * @param key which
     * @param domains that it wraps the keys of, in hexadecimal digits
     * @throws io.ebsnap.failure.Failure if that cannot be found out: then it is not deleted either
     */
    Optional<String> to(KeyId key, List<String> domains);
}
