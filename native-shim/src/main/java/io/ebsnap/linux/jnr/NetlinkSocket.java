package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.netlink.NetlinkFormatException;
import io.ebsnap.linux.netlink.NetlinkReply;
import java.io.Closeable;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A generic netlink socket, for one question: so no answer can be mistaken for another's. The kernel does what it is asked before
 * the call that asks returns, and acknowledges it after its answers.
 */
final class NetlinkSocket implements Closeable {

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 0x80003;
    private static final int NETLINK_GENERIC = 16;

    /** Netlink never makes longer datagrams of its own accord. */
    private static final int DATAGRAM_BYTES_MAX = 32 << 10;

    /** {@code struct sockaddr_nl}: u16 family, u16 zero, u32 port (the kernel's is zero), u32 groups. */
    private static final int ADDRESS_BYTES = 12;

    private final Syscalls syscalls;
    private final Descriptor descriptor;
    private final String name;

    private NetlinkSocket(Syscalls syscalls, Descriptor descriptor, String name) {
        this.syscalls = syscalls;
        this.descriptor = descriptor;
        this.name = name;
    }

    /** @param name what it is about, for messages */
    static NetlinkSocket open(Syscalls syscalls, String name) throws LinuxException {
        long number = syscalls.check(
                "socket",
                name,
                LinuxException.NO_OFFSET,
                () -> syscalls.libc().socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_GENERIC));
        return new NetlinkSocket(syscalls, new Descriptor(syscalls, (int) number, name), name);
    }

    /**
     * Asks, and waits for the outcome.
     *
     * @param request a message that asks for an acknowledgement
     * @return the answers before it
     * @throws LinuxException with the error of the outcome; EBADMSG if the kernel's answer cannot be read
     */
    List<NetlinkReply.Answer> ask(ByteBuffer request) throws LinuxException {
        send(request);
        List<NetlinkReply.Answer> answers = new ArrayList<>();
        while (true) {
            for (NetlinkReply reply : receive()) {
                switch (reply) {
                    case NetlinkReply.Answer answer -> answers.add(answer);
                    case NetlinkReply.Outcome outcome -> {
                        if (outcome.errorNumber() != 0) {
                            throw new LinuxException("netlink", name, outcome.errorNumber());
                        }
                        return answers;
                    }
                }
            }
        }
    }

    private void send(ByteBuffer request) throws LinuxException {
        ByteBuffer kernel = Syscalls.struct(ADDRESS_BYTES).putShort(0, (short) AF_NETLINK);
        try {
            descriptor.use(
                    "sendto",
                    LinuxException.NO_OFFSET,
                    fd -> syscalls.libc().sendto(fd, request, request.remaining(), 0, kernel, ADDRESS_BYTES));
        } finally {
            Reference.reachabilityFence(kernel);
            Reference.reachabilityFence(request);
        }
    }

    private List<NetlinkReply> receive() throws LinuxException {
        ByteBuffer datagram = Syscalls.struct(DATAGRAM_BYTES_MAX);
        long got = descriptor.use(
                "read", LinuxException.NO_OFFSET, fd -> syscalls.libc().read(fd, datagram, DATAGRAM_BYTES_MAX));
        try {
            return NetlinkReply.decode(datagram.limit((int) got));
        } catch (NetlinkFormatException e) {
            LinuxException unreadable = new LinuxException("read", name, Errno.EBADMSG.number());
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
