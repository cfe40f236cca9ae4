package io.ebsnap.account;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Accounts;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.UserAccount;
import java.util.List;
import java.util.Optional;

/**
 * Which user acts for which account. Root and the daemon's own user are the administrator, and so is everybody as long as no account is configured.
 * Who is of no account that is configured acts for the daemon's own. Safe for use by several threads.
 */
public final class Callers {

    private static final int ROOT = 0;

    private final Accounts users;
    private final String ownAccount;
    private final List<Members> members;

    /**
     * Over a configuration.
     *
     * @param users of this machine
     * @param ownAccount 12 digits, of the daemon
     * @param members of accounts; no user is named by two
     */
    public Callers(Accounts users, String ownAccount, List<Members> members) {
        this.users = users;
        this.ownAccount = ownAccount;
        this.members = List.copyOf(members);
    }

    /**
     * For whom a user acts.
     *
     * @param user log-in name
     * @throws Failure.Denied if two accounts have the user by their groups
     * @throws Failure.Unavailable if users and groups cannot be looked up
     */
    public Caller of(String user) {
        try {
            Optional<UserAccount> known = users.user(user);
            if (known.isEmpty()) {
                throw new Failure.Denied("there is no user '" + user + "'");
            }
            return of(known.get());
        } catch (LinuxException e) {
            throw new Failure.Unavailable("looking up the groups of user '" + user + "': " + e.getMessage(), e);
        }
    }

    private Caller of(UserAccount user) throws LinuxException {
        boolean trusted = user.userId() == ROOT || user.userId() == users.effectiveUserId();
        if (trusted || members.isEmpty()) {
            return new Caller(user.name(), ownAccount, true);
        }
        Optional<Members> named =
                members.stream().filter(account -> names(account, user)).findFirst();
        String account = named.isPresent() ? named.get().accountId() : byGroup(user);
        return new Caller(user.name(), account, false);
    }

    private static boolean names(Members account, UserAccount user) {
        return account.users().contains(user.name())
                || account.users().contains(Integer.toUnsignedString(user.userId()));
    }

    private String byGroup(UserAccount user) throws LinuxException {
        String found = "";
        for (Members account : members) {
            if (has(account, user)) {
                if (!found.isEmpty()) {
                    throw new Failure.Denied(
                            "user '" + user.name() + "' is in groups of the accounts " + found + " and "
                                    + account.accountId(),
                            "the administrator names the user in one of them: ebsnapd.conf(5)");
                }
                found = account.accountId();
            }
        }
        return found.isEmpty() ? ownAccount : found;
    }

    private boolean has(Members account, UserAccount user) throws LinuxException {
        for (String group : account.groups()) {
            Optional<Integer> id = users.groupId(group);
            if (id.isPresent() && users.isMember(user, id.get())) {
                return true;
            }
        }
        return false;
    }
}
