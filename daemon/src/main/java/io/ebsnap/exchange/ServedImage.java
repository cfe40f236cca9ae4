package io.ebsnap.exchange;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A file of another program's format that {@code qemu-nbd} serves, to be read only, until this is closed. The program is told to die with the thread that
 * started it, so it outlives neither that nor the daemon, whatever ends it: hence a thread of its own. Safe for use by several threads.
 */
final class ServedImage implements AutoCloseable {

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long START_MILLIS_MAX = 20_000;
    private static final long LOOK_MILLIS = 10;
    private static final long END_MILLIS_MAX = 5_000;
    private static final int WORDS_MAX = 500;

    private final Path socket;
    private final Path words;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private final Thread keeper;

    private ServedImage(List<String> command, Path socket) {
        this.socket = socket;
        this.words = socket.resolveSibling(socket.getFileName() + ".words");
        this.keeper = Thread.ofPlatform()
                .daemon()
                .name("import-" + socket.getFileName())
                .unstarted(() -> keep(command));
    }

    /**
     * Begins to serve.
     *
     * @param command that listens at {@code socket}
     * @param socket of mode 0700's directory; its name is nobody else's
     * @throws Failure.Unavailable if it does not, with its last words
     */
    static ServedImage start(List<String> command, Path socket) {
        ServedImage image = new ServedImage(command, socket);
        image.keeper.start();
        try {
            image.listening.join();
            return image;
        } catch (CompletionException e) {
            image.close();
            throw e.getCause() instanceof Failure failure
                    ? failure
                    : new Failure.Unavailable("qemu-nbd cannot be run: " + e.getCause(), e);
        }
    }

    /** Ends the program. */
    @Override
    public void close() {
        closing.countDown();
        try {
            keeper.join(END_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(words.toFile());
            builder.environment().clear();
            builder.environment().put("PATH", PATH);
            builder.environment().put("LC_ALL", "C");
            keep(builder.start());
        } catch (IOException e) {
            listening.completeExceptionally(
                    new Failure.Unavailable("cannot run " + command.getFirst() + ": " + e.getMessage(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            listening.completeExceptionally(e);
        } finally {
            boolean unused = listening.completeExceptionally(new Failure.Unavailable("qemu-nbd was not started", null));
            clear();
        }
    }

    private void keep(Process process) throws IOException, InterruptedException {
        try {
            process.getOutputStream().close();
            awaitListening(process);
            listening.complete(null);
            closing.await();
        } finally {
            process.destroyForcibly();
            process.waitFor(END_MILLIS_MAX, TimeUnit.MILLISECONDS);
        }
    }

    private void awaitListening(Process process) throws IOException, InterruptedException {
        for (long waited = 0; !isListening(); waited += LOOK_MILLIS) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) || closing.getCount() == 0) {
                throw new Failure.Unavailable("qemu-nbd cannot serve the file: " + lastWords(), null);
            }
            if (waited > START_MILLIS_MAX) {
                throw new Failure.Unavailable("qemu-nbd does not begin to serve: " + lastWords(), null);
            }
        }
    }

    private boolean isListening() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return Files.exists(socket) && channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    private String lastWords() throws IOException {
        String said = Files.readString(words).strip();
        return said.isEmpty() ? "it does not say why" : said.substring(Math.max(0, said.length() - WORDS_MAX));
    }

    private void clear() {
        try {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(words);
        } catch (IOException e) {
            // The next start of the daemon clears the directory.
        }
    }
}
