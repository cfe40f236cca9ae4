package io.ebsnap.service;

import io.ebsnap.account.Caller;
import io.ebsnap.account.Callers;
import io.ebsnap.account.Members;
import io.ebsnap.config.AccountConfig;
import io.ebsnap.linux.Accounts;
import java.nio.file.Path;
import java.util.List;

/** The accounts of the configuration. Safe for use by several threads. */
final class ConfiguredAccounts {

    private final String ownAccount;
    private final List<AccountConfig> accounts;
    private final Callers callers;

    /**
     * Over a configuration.
     *
     * @param users of this machine
     * @param ownAccount 12 digits, of the daemon
     * @param accounts beside it
     */
    ConfiguredAccounts(Accounts users, String ownAccount, List<AccountConfig> accounts) {
        this.ownAccount = ownAccount;
        this.accounts = List.copyOf(accounts);
        this.callers = new Callers(
                users,
                ownAccount,
                accounts.stream()
                        .map(account -> new Members(account.id(), account.users(), account.groups()))
                        .toList());
    }

    /** The daemon's own, of 12 digits. */
    String ownAccount() {
        return ownAccount;
    }

    /**
     * For whom a user acts.
     *
     * @param user log-in name
     * @throws io.ebsnap.failure.Failure.Denied if two accounts have the user by their groups
     * @throws io.ebsnap.failure.Failure.Unavailable if users and groups cannot be looked up
     */
    Caller callerOf(String user) {
        return callers.of(user);
    }

    /** Whether there is an account. */
    boolean has(String account) {
        return account.equals(ownAccount)
                || accounts.stream().anyMatch(known -> known.id().equals(account));
    }

    /** The devices that are listed for an account. */
    List<Path> devicesOf(String account) {
        return accounts.stream()
                .filter(known -> known.id().equals(account))
                .map(AccountConfig::devices)
                .findFirst()
                .orElse(List.of());
    }
}
