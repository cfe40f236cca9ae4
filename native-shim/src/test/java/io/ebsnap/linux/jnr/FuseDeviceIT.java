package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FuseDevice;
import io.ebsnap.linux.FuseMount;
import io.ebsnap.linux.Keeper;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.fuse.FuseAgreement;
import io.ebsnap.linux.fuse.FuseBuffer;
import io.ebsnap.linux.fuse.FuseFile;
import io.ebsnap.linux.fuse.FuseNotices;
import io.ebsnap.linux.fuse.FuseReplies;
import io.ebsnap.linux.fuse.FuseRequest;
import io.ebsnap.linux.fuse.FuseRequests;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The file is used by other processes only: one that waits for itself could not even be killed. */
@Requires(root = true, file = "/dev/fuse")
class FuseDeviceIT {

    private static final int KEEPERS = 300;
    private static final int SIZE = 3 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final Linux linux = disks.linux();
    private final FuseBuffer buffer = new FuseBuffer();

    private Path point() throws IOException {
        Path point = Files.createFile(disks.directory().resolve("file"));
        disks.afterwards(() -> linux.fuseDevices().unmount(point));
        return point;
    }

    private FuseDevice mounted(Path point) throws IOException {
        FuseDevice device = linux.fuseDevices().mount(new FuseMount(point, "test", false));
        disks.afterwards(device::close);
        FuseRequest.Initialize hello = (FuseRequest.Initialize) next(device);
        FuseAgreement agreed = FuseAgreement.with(hello, "test");
        assertThat(device.write(FuseReplies.initialized(buffer, hello.unique(), agreed)))
                .isTrue();
        return device;
    }

    private FuseRequest next(FuseDevice device) throws LinuxException {
        int got = device.read(buffer.forRequest());
        return got == FuseDevice.ENDED ? new FuseRequest.Unanswered(0) : FuseRequests.decode(buffer, got);
    }

    /** Serves a file of one letter until a request that needs no answer comes. */
    private void serve(FuseDevice device) throws LinuxException {
        for (FuseRequest request = next(device); !(request instanceof FuseRequest.Unanswered); request = next(device)) {
            device.write(answer(request));
        }
    }

    private ByteBuffer answer(FuseRequest request) {
        FuseFile file = new FuseFile(SIZE, 4096, false);
        long unique = request.unique();
        return switch (request) {
            case FuseRequest.GetAttributes ask -> FuseReplies.attributes(buffer, unique, file);
            case FuseRequest.Open open -> FuseReplies.opened(buffer, unique);
            case FuseRequest.FileSystemStatus ask -> FuseReplies.fileSystem(buffer, unique, file);
            case FuseRequest.Formality formality -> FuseReplies.done(buffer, unique);
            case FuseRequest.Read read -> data(read);
            default -> FuseReplies.failed(buffer, unique, Errno.ENOSYS);
        };
    }

    private ByteBuffer data(FuseRequest.Read read) {
        int length = (int) Math.max(0, Math.min(read.length(), SIZE - read.offset()));
        ByteBuffer data = buffer.data(length);
        while (data.hasRemaining()) {
            data.put((byte) 'x');
        }
        return FuseReplies.data(buffer, read.unique(), length);
    }

    private static CompletableFuture<String> inTheBackground(String... command) {
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("command")
                .daemon()
                .start(() -> output.complete(Commands.attempt(command).output()));
        return output;
    }

    @Test
    void anotherProcessReadsTheFileAndAWakeUpEndsTheWait() throws Exception {
        Path point = point();
        FuseDevice device = mounted(point);
        CompletableFuture<String> output = inTheBackground(
                "sh", "-c", "stat -c %s " + point + "; stat -f -c %S " + point + "; tr -d x < " + point + " | wc -c");
        Thread server = Thread.ofPlatform().name("server").start(() -> {
            try {
                serve(device);
            } catch (LinuxException e) {
                output.completeExceptionally(e);
            }
        });
        assertThat(output.get()).isEqualTo(SIZE + "\n4096\n0");
        assertThat(device.write(FuseNotices.wake())).isTrue();
        server.join();
    }

    @Test
    void whatADeadReaderHasNotAnsweredIsGivenAgainToTheNextOne() throws Exception {
        Path point = point();
        FuseDevice first = mounted(point);
        Keeper keeper = linux.keepers().start(first, point.toString());
        disks.afterwards(() -> linux.keepers().end(keeper));
        assertThat(linux.keepers().lives(keeper)).isTrue();
        assertThat(linux.keepers().find(point.toString())).containsExactly(keeper);
        CompletableFuture<String> output = inTheBackground("head", "-c", "5", point.toString());
        FuseRequest lost = next(first);
        first.close();

        FuseDevice second = linux.fuseDevices().takeFrom(keeper, "test");
        disks.afterwards(second::close);
        assertThat(second.write(FuseNotices.resend())).isTrue();
        FuseRequest again = next(second);
        assertThat(again).isInstanceOf(lost.getClass());
        second.write(answer(again));
        for (boolean closed = false; !closed; ) {
            FuseRequest request = next(second);
            second.write(answer(request));
            closed = request instanceof FuseRequest.Formality;
        }
        assertThat(output.get()).isEqualTo("xxxxx");
    }

    @Test
    void withoutAnybodyWhoHoldsTheDeviceRequestsFail() throws Exception {
        Path point = point();
        FuseDevice device = mounted(point);
        Keeper keeper = linux.keepers().start(device, point.toString());
        CompletableFuture<String> output = inTheBackground("head", "-c", "5", point.toString());
        next(device);
        device.close();
        linux.keepers().end(keeper);
        linux.keepers().end(keeper);
        assertThat(linux.keepers().lives(keeper)).isFalse();
        assertThat(output.get()).contains("head: cannot open");
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> linux.fuseDevices().takeFrom(keeper, "test"))
                .matches(e -> e.errno() == Errno.ESRCH);
        assertThat(linux.fuseDevices().unmount(point)).isTrue();
        assertThat(linux.fuseDevices().unmount(point)).isFalse();
    }

    @Test
    void aKeeperIsFoundAsSoonAsItIsStarted() throws Exception {
        FuseDevice device = mounted(point());
        for (int i = 0; i < KEEPERS; i++) {
            Keeper keeper = linux.keepers().start(device, "keeper " + i);
            disks.afterwards(() -> linux.keepers().end(keeper));
            assertThat(linux.keepers().find("keeper " + i)).containsExactly(keeper);
        }
    }

    @Test
    void aKeeperHoldsNothingElseOfThisProcess() throws Exception {
        FuseDevice device = mounted(point());
        Keeper keeper = linux.keepers().start(device, "test");
        disks.afterwards(() -> linux.keepers().end(keeper));
        Path process = Path.of("/proc", Long.toString(keeper.processId()));
        assertThat(Commands.run("ls", process.resolve("fd").toString())).isEqualTo("0\n1\n2");
        assertThat(Files.readSymbolicLink(process.resolve("fd/0"))).hasToString("/dev/fuse");
        assertThat(Files.readSymbolicLink(process.resolve("cwd"))).hasToString("/");
        assertThat(Commands.run("ps", "-o", "sid=", "-p", Long.toString(keeper.processId()))
                        .strip())
                .isEqualTo(Long.toString(keeper.processId()));
    }

    @Test
    void afterTheUnmountTheReaderIsTold() throws Exception {
        Path point = point();
        FuseDevice device = mounted(point);
        linux.fuseDevices().unmount(point);
        assertThat(device.read(buffer.forRequest())).isEqualTo(FuseDevice.ENDED);
    }
}
