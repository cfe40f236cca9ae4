package io.ebsnap.account;

import java.util.Set;

/**
 * Users who act for an account.
 *
 * @param accountId 12 digits
 * @param users log-in names, or numbers in decimal
 * @param groups whose members do too; names, or numbers in decimal
 */
public record Members(String accountId, Set<String> users, Set<String> groups) {

    public Members {
        users = Set.copyOf(users);
        groups = Set.copyOf(groups);
    }
}
