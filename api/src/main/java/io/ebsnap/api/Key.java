package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of a KMS key, with the fields of KMS's KeyMetadata first.
 *
 * @param aWSAccountId 12-digit owner
 * @param keyId UUID
 * @param arn of the key
 * @param creationDate when
 * @param enabled whether it may be used
 * @param description what it is for
 * @param keyState {@code Enabled}, {@code Disabled} or {@code PendingDeletion}
 * @param deletionDate when it will be deleted; absent unless that is pending
 * @param keyManager {@code AWS} for the two keys that nobody can disable or delete, else {@code CUSTOMER}
 * @param keyUsage {@code ENCRYPT_DECRYPT}
 * @param keySpec {@code SYMMETRIC_DEFAULT}
 * @param origin {@code AWS_KMS}: its material is in the keystore, {@code AWS_CLOUDHSM}: in a PKCS#11 token
 * @param customKeyStoreId label of that token; absent if it is in none
 * @param aliases such as {@code alias/aws/ebs}
 * @param currentVersion the newest version of its material
 * @param exported whether a recovery file has that
 * @param tags in the order given
 * @param givenPolicy what was given of its policy; absent for KMS's default
 */
public record Key(
        String aWSAccountId,
        String keyId,
        String arn,
        Instant creationDate,
        boolean enabled,
        String description,
        String keyState,
        @Nullable Instant deletionDate,
        String keyManager,
        String keyUsage,
        String keySpec,
        String origin,
        @Nullable String customKeyStoreId,
        List<String> aliases,
        int currentVersion,
        boolean exported,
        List<KeyTag> tags,
        @Nullable GivenKeyPolicy givenPolicy) {}
