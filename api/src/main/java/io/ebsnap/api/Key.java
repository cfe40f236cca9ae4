package io.ebsnap.api;

import java.time.Instant;
import java.util.List;

/**
 * What may be told of a KMS key.
 *
 * @param keyId UUID
 * @param keyState {@code Enabled}, as KMS says it
 * @param description what it is for
 * @param creationDate when
 * @param aliases such as {@code alias/aws/ebs}
 * @param currentVersion that seals what is new
 */
public record Key(
        String keyId,
        String keyState,
        String description,
        Instant creationDate,
        List<String> aliases,
        int currentVersion) {}
