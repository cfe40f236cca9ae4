package io.ebsnap.service;

import io.ebsnap.account.Caller;
import io.ebsnap.account.Callers;
import io.ebsnap.account.Members;
import io.ebsnap.config.AccountConfig;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Accounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The accounts of the configuration, as it was read last. Safe for use by several threads. */
final class ConfiguredAccounts {

    private final Accounts users;
    private final String ownAccount;
    private volatile Known known;

    /** Accounts, and who acts for them by these. */
    private record Known(List<AccountConfig> accounts, Callers callers) {}

    /**
     * Over a configuration.
     *
     * @param users of this machine
     * @param ownAccount 12 digits, of the daemon
     * @param accounts beside it
     */
    ConfiguredAccounts(Accounts users, String ownAccount, List<AccountConfig> accounts) {
        this.users = users;
        this.ownAccount = ownAccount;
        this.known = known(accounts);
    }

    /**
     * Has others from now on.
     *
     * @throws Failure.Conflict if there are none: then everybody would be as good as root, which a line that was deleted by mistake must not bring about
     */
    void replace(List<AccountConfig> accounts) {
        if (accounts.isEmpty() && !known.accounts().isEmpty()) {
            throw new Failure.Conflict(
                    "[accounts] has none any more: whoever may use the socket would be as good as root",
                    "restart the daemon if that is meant");
        }
        known = known(accounts);
    }

    private Known known(List<AccountConfig> accounts) {
        List<Members> members = accounts.stream()
                .map(account -> new Members(account.id(), account.users(), account.groups()))
                .toList();
        return new Known(List.copyOf(accounts), new Callers(users, ownAccount, members));
    }

    /** The daemon's own, of 12 digits. */
    String ownAccount() {
        return ownAccount;
    }

    /**
     * For whom a user acts.
     *
     * @param user log-in name
     * @throws Failure.Denied if two accounts have the user by their groups
     * @throws Failure.Unavailable if users and groups cannot be looked up
     */
    Caller callerOf(String user) {
        return known.callers().of(user);
    }

    /** Whether there is an account. */
    boolean has(String account) {
        return account.equals(ownAccount) || find(account).isPresent();
    }

    /** The devices that are listed for an account. */
    List<Path> devicesOf(String account) {
        return find(account).map(AccountConfig::devices).orElse(List.of());
    }

    /** Most that images of an account's snapshots may have for fast restore, in GiB; 0 if it may not enable that. */
    int fastRestoreGibibytesOf(String account) {
        return find(account).map(AccountConfig::fastRestoreGibibytes).orElse(0);
    }

    private Optional<AccountConfig> find(String account) {
        return known.accounts().stream()
                .filter(other -> other.id().equals(account))
                .findFirst();
    }
}
