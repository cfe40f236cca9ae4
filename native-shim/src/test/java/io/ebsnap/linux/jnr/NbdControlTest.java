package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.NbdControl;
import io.ebsnap.linux.NbdSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be tested wherever the tests run; {@code scripts/vm-test} does the rest with a kernel that has the driver. */
class NbdControlTest {

    @TempDir
    Path directory;

    private final NbdControl control = JnrLinux.load().nbdControl();

    @Test
    void theKernelSaysWhetherItHasTheDriver() throws LinuxException {
        if (control.obstacle().isEmpty()) {
            assertThat(control.devices()).isNotNull();
        } else {
            assertThat(Files.exists(Path.of("/sys/module/nbd"))).isFalse();
            assertThat(control.obstacle().get()).contains("NBD driver");
            assertThatThrownBy(() -> control.disconnect(0))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageContaining("ENOENT");
        }
    }

    @Test
    void noDeviceIsAnUnknownBackends() {
        assertThat(control.find("vol-ffffffffffffffff0")).isEmpty();
    }

    @Test
    void aSocketReachesItsListenerUntilItIsClosed() throws Exception {
        Path path = directory.resolve("socket");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            NbdSocket socket = control.connectTo(path);
            try (SocketChannel accepted = listener.accept()) {
                socket.close();
                socket.close();
                assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
            assertThatThrownBy(() -> control.reconnect(0, "vol", List.of(socket)))
                    .isInstanceOf(LinuxException.class);
        }
        Files.delete(path);
        assertThatThrownBy(() -> control.connectTo(path))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("connect");
    }
}
