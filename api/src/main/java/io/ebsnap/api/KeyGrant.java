package io.ebsnap.api;

import java.time.Instant;
import java.util.List;

/**
 * Leave for an account to use a key.
 *
 * @param grantId 64 hexadecimal digits
 * @param keyId ARN of the key
 * @param name of the grant, or empty
 * @param granteePrincipal 12-digit account
 * @param operations what it may do
 * @param encryptionContextSubset what the encryption context must hold
 * @param creationDate when
 */
public record KeyGrant(
        String grantId,
        String keyId,
        String name,
        String granteePrincipal,
        List<String> operations,
        List<Tag> encryptionContextSubset,
        Instant creationDate) {}
