package io.ebsnap.kms;

import io.ebsnap.identity.KeyId;
import java.time.Instant;
import java.util.List;

/**
 * What may be told of a KMS key.
 *
 * @param id its name
 * @param description what it is for
 * @param keyState {@code Enabled}, as KMS says it
 * @param created when
 * @param aliases such as {@code alias/aws/ebs}
 * @param currentVersion the version that wraps new domain keys
 */
public record KeyMetadata(
        KeyId id, String description, String keyState, Instant created, List<String> aliases, int currentVersion) {

    public KeyMetadata {
        aliases = List.copyOf(aliases);
    }
}
