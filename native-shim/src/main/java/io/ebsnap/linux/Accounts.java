package io.ebsnap.linux;

import java.util.Optional;

/** Looks users and groups up, wherever the machine keeps them: files, LDAP, systemd. May ask the network. */
public interface Accounts {

    /**
     * A user by name, or by number in decimal where no user has that name.
     *
     * @throws LinuxException if the place where users are kept cannot be asked
     */
    Optional<UserAccount> user(String name) throws LinuxException;

    /** A user by number. */
    Optional<UserAccount> user(int userId) throws LinuxException;

    /** The number of a group, by name or by number in decimal where no group has that name. */
    Optional<Integer> groupId(String name) throws LinuxException;

    /** Whether a group is the user's own or one that lists the user. */
    boolean isMember(UserAccount user, int groupId) throws LinuxException;

    /** The number of the user as whom this process acts. */
    int effectiveUserId();
}
