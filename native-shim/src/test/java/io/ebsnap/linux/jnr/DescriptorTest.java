package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DescriptorTest {

    private static final Path FILE = Path.of("/proc/self/status");

    private final Syscalls syscalls = new Syscalls(Bindings.load(), Machine.current());

    @Test
    void closingWaitsForACallUnderWay() throws Exception {
        Descriptor descriptor = syscalls.open(FILE, Syscalls.O_RDONLY);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Thread caller = Thread.ofPlatform().name("caller").start(() -> hold(descriptor, started, mayEnd, ended));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

        AtomicBoolean endedBeforeClose = new AtomicBoolean();
        Thread closer = Thread.ofPlatform().name("closer").start(() -> {
            close(descriptor);
            endedBeforeClose.set(ended.get());
        });
        while (closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        mayEnd.countDown();
        closer.join();
        caller.join();
        assertThat(endedBeforeClose).isTrue();
    }

    private static void hold(
            Descriptor descriptor, CountDownLatch started, CountDownLatch mayEnd, AtomicBoolean ended) {
        try {
            descriptor.hold("test", fd -> {
                started.countDown();
                await(mayEnd);
                ended.set(true);
                return fd;
            });
        } catch (LinuxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(Descriptor descriptor) {
        try {
            descriptor.close();
        } catch (LinuxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCallOnAClosedDescriptorFailsWithoutReachingTheKernel() throws LinuxException {
        Descriptor descriptor = syscalls.open(FILE, Syscalls.O_RDONLY);
        descriptor.close();
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> descriptor.use("fsync", 7, fd -> {
                    throw new AssertionError("called with " + fd);
                }))
                .withMessage("fsync /proc/self/status: EBADF (Bad file descriptor)")
                .matches(e -> e.errno() == Errno.EBADF);
    }

    @Test
    void closingTwiceClosesOnce() throws LinuxException {
        Descriptor first = syscalls.open(FILE, Syscalls.O_RDONLY);
        int number = first.hold("test", fd -> fd);
        first.close();
        try (Descriptor second = syscalls.open(FILE, Syscalls.O_RDONLY)) {
            assertThat(second.<Integer>hold("test", fd -> fd)).isEqualTo(number);
            first.close();
            second.use("fsync", 0, fd -> 0);
            assertThat(Path.of("/proc/self/fd/" + number)).exists();
        }
    }

    @Test
    void errorsOfManyThreadsDoNotMix() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> right = IntStream.range(0, 4000)
                    .mapToObj(i -> threads.submit(() ->
                            i % 2 == 0 ? errorOf("/proc/absent") == Errno.ENOENT : errorOf("/proc") == Errno.EISDIR))
                    .toList();
            for (Future<Boolean> each : right) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    private Errno errorOf(String path) {
        try (Descriptor _ = syscalls.open(Path.of(path), Syscalls.O_RDWR)) {
            return Errno.UNKNOWN;
        } catch (LinuxException e) {
            return e.errno();
        }
    }
}
