package io.ebsnap.socket;

import io.ebsnap.linux.Accounts;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.UserAccount;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may come in: root, the user as whom the daemon runs, and members of one group. The kernel says who is at the other end. It
 * is asked once for each connection.
 */
public final class PeerGate {

    private static final Logger LOG = LoggerFactory.getLogger(PeerGate.class);
    private static final int ROOT = 0;

    private final Accounts accounts;
    private final String group;

    /** @param group whose members may come in; where there is no such group, nobody more may */
    public PeerGate(Accounts accounts, String group) {
        this.accounts = accounts;
        this.group = group;
    }

    /**
     * A user who is at the other end of a connection.
     *
     * @param name log-in name, or the number of a user who has none
     * @param isAllowed whether they may come in
     */
    public record Peer(String name, boolean isAllowed) {}

    /**
     * Who is at the other end.
     *
     * @param connection of a Unix socket
     */
    public Peer peer(SocketChannel connection) throws IOException {
        UnixDomainPrincipal principal = connection.getOption(ExtendedSocketOptions.SO_PEERCRED);
        String name = principal.user().getName();
        return new Peer(name, isAllowed(name));
    }

    /** Refuses when the accounts cannot be asked. */
    private boolean isAllowed(String name) {
        try {
            Optional<UserAccount> user = accounts.user(name);
            return user.isPresent() && isAllowed(user.get());
        } catch (LinuxException e) {
            LOG.warn("peer={} refused: its groups cannot be looked up", name, e);
            return false;
        }
    }

    private boolean isAllowed(UserAccount user) throws LinuxException {
        if (user.userId() == ROOT || user.userId() == accounts.effectiveUserId()) {
            return true;
        }
        Optional<Integer> members = accounts.groupId(group);
        return members.isPresent() && accounts.isMember(user, members.get());
    }
}
