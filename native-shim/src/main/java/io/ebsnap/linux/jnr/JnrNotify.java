package io.ebsnap.linux.jnr;

import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.Notify;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to a Unix socket. {@code struct sockaddr_un} is u16 family and up to 108 bytes of path; an abstract name
 * begins with a zero byte and ends where the length says.
 */
final class JnrNotify implements Notify {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 0x80002;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PATH_BYTES_MAX = 107;

    private final Syscalls syscalls;
    private final String socket;
    private final byte[] address;

    /** Checks the form of the address. */
    JnrNotify(Syscalls syscalls, String socket) {
        if (!socket.startsWith("/") && !socket.startsWith("@")) {
            throw new IllegalArgumentException("not an absolute path or an abstract name: " + socket);
        }
        this.syscalls = syscalls;
        this.socket = socket;
        this.address = socket.getBytes(StandardCharsets.UTF_8);
        if (address.length > PATH_BYTES_MAX) {
            throw new IllegalArgumentException("longer than " + PATH_BYTES_MAX + " bytes: " + socket);
        }
        if (socket.startsWith("@")) {
            address[0] = 0;
        }
    }

    @Override
    public void send(String state) throws LinuxException {
        byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = Syscalls.struct(bytes.length).put(bytes).flip();
        ByteBuffer to = Syscalls.struct(Short.BYTES + address.length);
        to.putShort((short) AF_UNIX).put(address).flip();
        long number = syscalls.check(
                "socket",
                socket,
                LinuxException.NO_OFFSET,
                () -> syscalls.libc().socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0));
        try (Descriptor descriptor = new Descriptor(syscalls, (int) number, socket)) {
            descriptor.use(
                    "sendto",
                    LinuxException.NO_OFFSET,
                    fd -> syscalls.libc().sendto(fd, message, message.limit(), MSG_NOSIGNAL, to, to.limit()));
        }
    }
}
