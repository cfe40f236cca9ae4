package io.ebsnap.format;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Leave for an account to use a KMS key.
 *
 * @param grantId 64 hexadecimal digits
 * @param name the granter's name for it, or empty
 * @param granteePrincipal 12-digit account
 * @param operations KMS's names of what it may do, in the order given
 * @param encryptionContextSubset what the encryption context must hold; empty for any
 * @param creationDate when
 */
public record KeyGrant(
        String grantId,
        String name,
        String granteePrincipal,
        List<String> operations,
        Map<String, String> encryptionContextSubset,
        Instant creationDate) {

    public KeyGrant {
        Objects.requireNonNull(grantId, "GrantId");
        Objects.requireNonNull(name, "Name");
        Objects.requireNonNull(granteePrincipal, "GranteePrincipal");
        Objects.requireNonNull(creationDate, "CreationDate");
        operations = List.copyOf(operations);
        encryptionContextSubset = Map.copyOf(encryptionContextSubset);
    }
}
