package io.ebsnap.device.nbd;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of somebody else's as a child process on a Unix socket. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private final Process process;
    private final Path socket;

    private ServerProcess(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** nbdkit with these arguments. */
    static ServerProcess nbdkit(Path directory, String... arguments) throws IOException {
        Path socket = directory.resolve("nbdkit.sock");
        List<String> command =
                new ArrayList<>(List.of("nbdkit", "--foreground", "--exit-with-parent", "--unix", socket.toString()));
        command.addAll(List.of(arguments));
        return start(directory, command, socket);
    }

    /** qemu-nbd with these arguments; it serves until it is stopped. */
    public static ServerProcess qemuNbd(Path directory, String... arguments) throws IOException {
        Path socket = directory.resolve("qemu.sock");
        List<String> command =
                new ArrayList<>(List.of("qemu-nbd", "--persistent", "--shared=4", "--read-only", "--socket=" + socket));
        command.addAll(List.of(arguments));
        return start(directory, command, socket);
    }

    public NbdUri uri(String export) {
        return NbdUri.parse("nbd+unix:///" + export + "?socket=" + socket);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(socket);
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException("stopping " + process.info(), e);
        }
    }

    private static ServerProcess start(Path directory, List<String> command, Path socket) throws IOException {
        Path log = directory.resolve("server.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ServerProcess server = new ServerProcess(process, socket);
        for (long waited = 0; !isListening(socket); waited += 20) {
            if (!process.isAlive() || waited > START_MAX.toMillis()) {
                server.close();
                throw new AssertionError(command + ": " + Files.readString(log));
            }
            pause();
        }
        return server;
    }

    /** Its file is there before anybody listens. */
    private static boolean isListening(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
