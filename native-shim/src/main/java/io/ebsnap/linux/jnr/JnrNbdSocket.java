package io.ebsnap.linux.jnr;

import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.NbdSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A stream socket of the Unix family: {@code struct sockaddr_un} is u16 family and 108 bytes of path. */
final class JnrNbdSocket implements NbdSocket {

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 0x80001;
    private static final int PATH_BYTES_MAX = 107;

    private final Descriptor descriptor;

    private JnrNbdSocket(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    static JnrNbdSocket connect(Syscalls syscalls, Path listener) throws LinuxException {
        byte[] path = listener.toString().getBytes(StandardCharsets.UTF_8);
        if (path.length > PATH_BYTES_MAX) {
            throw new IllegalArgumentException("longer than " + PATH_BYTES_MAX + " bytes: " + listener);
        }
        ByteBuffer address = Syscalls.struct(Short.BYTES + path.length + 1);
        address.putShort((short) AF_UNIX).put(path).put((byte) 0).flip();
        String name = listener.toString();
        long number = syscalls.check(
                "socket",
                name,
                LinuxException.NO_OFFSET,
                () -> syscalls.libc().socket(AF_UNIX, SOCK_STREAM_CLOEXEC, 0));
        Descriptor descriptor = new Descriptor(syscalls, (int) number, name);
        try {
            descriptor.use(
                    "connect", LinuxException.NO_OFFSET, fd -> syscalls.libc().connect(fd, address, address.limit()));
            return new JnrNbdSocket(descriptor);
        } catch (LinuxException e) {
            descriptor.close();
            throw e;
        }
    }

    Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
