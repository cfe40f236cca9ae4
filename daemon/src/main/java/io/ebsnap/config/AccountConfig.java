package io.ebsnap.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * An account, and who acts for it.
 *
 * @param id 12 digits
 * @param users log-in names, or numbers in decimal; no other account names them
 * @param groups whose members act for it too
 * @param fastRestoreGibibytes most that images of its snapshots may have for fast restore; 0: it may not enable that
 * @param devices below {@code /dev} that it may have read and written; the last name may have wildcards
 */
public record AccountConfig(
        String id, Set<String> users, Set<String> groups, int fastRestoreGibibytes, List<Path> devices) {

    public AccountConfig {
        users = Set.copyOf(users);
        groups = Set.copyOf(groups);
        devices = List.copyOf(devices);
    }
}
