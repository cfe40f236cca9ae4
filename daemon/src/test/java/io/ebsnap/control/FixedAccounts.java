package io.ebsnap.control;

import io.ebsnap.linux.Accounts;
import io.ebsnap.linux.UserAccount;
import java.util.Optional;

/**
 * A machine on which every user is one and the same.
 *
 * @param userId of everybody who asks
 * @param isMember whether they are in the group
 * @param daemonUserId as whom the daemon runs
 */
record FixedAccounts(int userId, boolean isMember, int daemonUserId) implements Accounts {

    @Override
    public Optional<UserAccount> user(String name) {
        return Optional.of(new UserAccount(name, userId, userId));
    }

    @Override
    public Optional<UserAccount> user(int id) {
        return Optional.of(new UserAccount("somebody", id, id));
    }

    @Override
    public Optional<Integer> groupId(String name) {
        return name.equals("ebsnap") ? Optional.of(7) : Optional.empty();
    }

    @Override
    public boolean isMember(UserAccount user, int groupId) {
        return isMember && groupId == 7;
    }

    @Override
    public int effectiveUserId() {
        return daemonUserId;
    }
}
