package io.ebsnap.format;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Leave for an account to use a KMS key.
 *
 * @param grantId 64 hexadecimal digits
 * @param name the granter's name for it, or empty
 * @param granteePrincipal 12-digit account
 * @param operations KMS's names of what it may do, in the order given
 * @param encryptionContextSubset what the encryption context must hold; empty for any
 * @param creationDate when
 * @param encryptionContextEquals what the encryption context must be, no more and no less; null for what the subset says
 * @param retiringPrincipal 12-digit account that may give it back besides the grantee; null for none
 */
public record KeyGrant(
        String grantId,
        String name,
        String granteePrincipal,
        List<String> operations,
        Map<String, String> encryptionContextSubset,
        Instant creationDate,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> encryptionContextEquals,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String retiringPrincipal) {

    public KeyGrant {
        Objects.requireNonNull(grantId, "GrantId");
        Objects.requireNonNull(name, "Name");
        Objects.requireNonNull(granteePrincipal, "GranteePrincipal");
        Objects.requireNonNull(creationDate, "CreationDate");
        operations = List.copyOf(operations);
        encryptionContextSubset = Map.copyOf(encryptionContextSubset);
        encryptionContextEquals = encryptionContextEquals == null ? null : Map.copyOf(encryptionContextEquals);
        if (encryptionContextEquals != null && !encryptionContextSubset.isEmpty()) {
            throw new IllegalArgumentException("grant " + grantId + " has two constraints");
        }
    }

    /** Whether it is for an encryption context. */
    public boolean admits(Map<String, String> context) {
        return encryptionContextEquals == null
                ? context.entrySet().containsAll(encryptionContextSubset.entrySet())
                : context.equals(encryptionContextEquals);
    }

    /** Whether an account may give it back: the one that has it, or the one that was named for that. */
    public boolean mayBeRetiredBy(@Nullable String account) {
        return granteePrincipal.equals(account) || (account != null && account.equals(retiringPrincipal));
    }
}
