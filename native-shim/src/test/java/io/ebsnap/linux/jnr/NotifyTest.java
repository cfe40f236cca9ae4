package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyTest {

    /** The service manager's side of the socket, which the JDK has no class for. */
    public interface Receiver {
        int socket(int domain, int type, int protocol);

        int bind(int descriptor, ByteBuffer address, int length);

        long recv(int descriptor, ByteBuffer target, long length, int flags);

        int close(int descriptor);
    }

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;

    private final Linux linux = JnrLinux.load();
    private final Receiver receiver = LibraryLoader.create(Receiver.class).load("c");

    @TempDir
    Path directory;

    private void arrives(String socket, String boundName) throws LinuxException {
        int descriptor = receiver.socket(AF_UNIX, SOCK_DGRAM, 0);
        try {
            byte[] name = boundName.getBytes(StandardCharsets.UTF_8);
            ByteBuffer address = ByteBuffer.allocateDirect(2 + name.length).order(ByteOrder.nativeOrder());
            address.putShort((short) AF_UNIX).put(name).flip();
            assertThat(receiver.bind(descriptor, address, address.limit())).isZero();

            linux.notify(socket).send("READY=1\nSTATUS=prêt");

            ByteBuffer message = ByteBuffer.allocateDirect(100);
            long length = receiver.recv(descriptor, message, message.capacity(), 0);
            assertThat(StandardCharsets.UTF_8
                            .decode(message.limit((int) length))
                            .toString())
                    .isEqualTo("READY=1\nSTATUS=prêt");
        } finally {
            receiver.close(descriptor);
        }
    }

    @Test
    void aMessageArrivesAtASocketFile() throws LinuxException {
        String path = directory.resolve("notify").toString();
        arrives(path, path + "\0");
    }

    @Test
    void aMessageArrivesAtAnAbstractSocket() throws LinuxException {
        String name = "ebsnap-test-" + ProcessHandle.current().pid();
        arrives("@" + name, "\0" + name);
    }

    @Test
    void aSocketThatNobodyListensAtIsAFailureThatNamesIt() {
        String path = directory.resolve("absent").toString();
        assertThatThrownBy(() -> linux.notify(path).send("READY=1"))
                .hasMessage("sendto " + path + ": ENOENT (No such file or directory)");
    }

    @Test
    void anAddressThatIsNeitherPathNorAbstractIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> linux.notify("run/notify"));
        assertThatIllegalArgumentException().isThrownBy(() -> linux.notify("/" + "x".repeat(107)));
    }
}
