package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leave for an account to use a key.
 *
 * @param grantId 64 hexadecimal digits
 * @param keyId ARN of the key
 * @param name of the grant, or empty
 * @param granteePrincipal 12-digit account
 * @param operations what it may do
 * @param encryptionContextSubset what the encryption context must hold; empty if nothing is said
 * @param encryptionContextEquals what the encryption context must be; empty if nothing is said
 * @param retiringPrincipal 12-digit account that may give it back besides the grantee; absent for none
 * @param creationDate when
 */
public record KeyGrant(
        String grantId,
        String keyId,
        String name,
        String granteePrincipal,
        List<String> operations,
        List<Tag> encryptionContextSubset,
        List<Tag> encryptionContextEquals,
        @Nullable String retiringPrincipal,
        Instant creationDate) {}
