package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.nbd.Dialect.Form;
import io.ebsnap.nbd.NbdClient.Command;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clients at once, good and bad: the good ones get their right data, and memory stays within the bounds. {@code -Debsnap.nbd.soak=SECONDS}
 * makes the last test go on for longer.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FleetTest {

    private static final int CLIENTS = 64;

    /** What each client has for itself, in bytes. */
    private static final int RANGE_BYTES = 1 << 20;

    private static final int ROUNDS = 40;
    private static final int SOAK_SECONDS = Integer.getInteger("ebsnap.nbd.soak", 4);

    /** Buffers of the JDK's own for sockets and the like, in bytes. */
    private static final long OTHER_BYTES = 32 << 20;

    private static final ServerLimits LIMITS = limits();

    @TempDir
    Path directory;

    private static ServerLimits limits() {
        ServerLimits standard = ServerLimits.STANDARD;
        return new ServerLimits(
                new ServerLimits.Connections(CLIENTS + 4, CLIENTS + 4),
                standard.requests(),
                standard.memory(),
                standard.times());
    }

    /** All that buffers may take while the server runs. */
    private static long bytesMax() {
        return LIMITS.memory().buffers() + (CLIENTS + 4L) * (Input.BYTES + ReplyBatch.BYTES) + OTHER_BYTES;
    }

    @Test
    void manyClientsOfOneExportAllGetTheirData() throws Exception {
        SomeExports exports = new SomeExports().with("disk", new MemoryDataPlane("disk", (CLIENTS + 1) * RANGE_BYTES));
        try (ServedNbd served = ServedNbd.of(directory, exports, LIMITS)) {
            workAll(served, client -> "disk");
        }
        assertThat(exports.open()).isZero();
    }

    @Test
    void manyClientsOfAsManyExportsAllGetTheirData() throws Exception {
        SomeExports exports = new SomeExports();
        for (int i = 0; i <= CLIENTS; i++) {
            exports.with("disk-" + i, new MemoryDataPlane("disk-" + i, 2 * RANGE_BYTES));
        }
        try (ServedNbd served = ServedNbd.of(directory, exports, LIMITS)) {
            workAll(served, client -> "disk-" + client);
        }
        assertThat(exports.open()).isZero();
    }

    /** Which export a client uses. */
    private interface Choice {
        String of(int client);
    }

    private void workAll(ServedNbd served, Choice choice) throws Exception {
        long before = directBytes();
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            long base = choice.of(0).equals(choice.of(1)) ? (long) number * RANGE_BYTES : 0;
            work.add(() -> {
                work(served, choice.of(number), base, new Random(number));
                return null;
            });
        }
        try (NbdClient stalled = NbdClient.open(served.connect(), choice.of(CLIENTS / 2), Form.SIMPLE);
                NbdClient hostile = NbdClient.open(served.connect(), choice.of(CLIENTS / 2), Form.SIMPLE)) {
            byte[] write = stalled.encode(1, Command.write((long) RANGE_BYTES, new byte[4096]));
            stalled.send(Arrays.copyOf(write, 100));
            hostile.send(new byte[64]);
            all(work);
        }
        assertThat(directBytes() - before).isLessThan(bytesMax());
    }

    /** One client's life: it writes, forces, trims and reads what is its own, and knows what must be there. */
    private static void work(ServedNbd served, String export, long base, Random random) throws IOException {
        byte[] expected = new byte[RANGE_BYTES];
        Form form = List.of(Form.SIMPLE, Form.STRUCTURED, Form.EXTENDED).get(random.nextInt(3));
        try (NbdClient client = NbdClient.open(served.connect(), export, form)) {
            for (int round = 0; round < ROUNDS; round++) {
                int offset = random.nextInt(RANGE_BYTES - 1);
                int length = 1 + random.nextInt(Math.min(RANGE_BYTES - offset, random.nextInt(1, 200_000)));
                switch (random.nextInt(4)) {
                    case 0 ->
                        assertThat(client.read(base + offset, length))
                                .isEqualTo(Arrays.copyOfRange(expected, offset, offset + length));
                    case 1 -> {
                        Command zero = Command.of(Protocol.CMD_WRITE_ZEROES, base + offset, length);
                        assertThat(client.errorOf(zero)).isZero();
                        Arrays.fill(expected, offset, offset + length, (byte) 0);
                    }
                    default -> {
                        byte[] data = new byte[length];
                        random.nextBytes(data);
                        int flags = random.nextInt(4) == 0 ? Protocol.CMD_FLAG_FUA : 0;
                        Command write = Command.write(base + offset, data).with(flags);
                        assertThat(client.errorOf(write)).isZero();
                        System.arraycopy(data, 0, expected, offset, length);
                    }
                }
            }
            assertThat(client.read(base, RANGE_BYTES)).isEqualTo(expected);
            assertThat(client.errorOf(Command.of(Protocol.CMD_WRITE_ZEROES, base, RANGE_BYTES)))
                    .isZero();
            if (random.nextBoolean()) {
                client.disconnect();
            }
        }
    }

    private static void all(List<Callable<Void>> work) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(
                CLIENTS, run -> Thread.ofPlatform().daemon().name("test-client").unstarted(run));
        try {
            for (Future<Void> done : clients.invokeAll(work)) {
                done.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void clientsThatComeAndGoLeaveNothingBehind() throws Exception {
        SomeExports exports = new SomeExports().with("disk", new MemoryDataPlane("disk", CLIENTS * RANGE_BYTES));
        try (ServedNbd first = ServedNbd.of(directory, exports, LIMITS)) {
            // What the JDK opens once for good is opened now.
            work(first, "disk", 0, new Random(0));
        }
        long end = System.nanoTime() + SOAK_SECONDS * 1_000_000_000L;
        int filesBefore = openFiles();
        long bytesBefore = directBytes();
        try (ServedNbd served = ServedNbd.of(directory, exports, LIMITS)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                work.add(() -> {
                    Random random = new Random(number);
                    while (System.nanoTime() < end) {
                        abuse(served, random);
                        work(served, "disk", (long) number * RANGE_BYTES, random);
                    }
                    return null;
                });
            }
            all(work);
            assertThat(directBytes() - bytesBefore).isLessThan(bytesMax());
            until(() -> exports.open() == 0);
            until(() -> threads("nbd-[0-9]+.*") == 0);
        }
        until(() -> openFiles() <= filesBefore);
        until(() -> threads("nbd-(?!work).*") == 0);
        until(() -> {
            System.gc();
            return directBytes() <= bytesBefore + OTHER_BYTES;
        });
    }

    /** A client that goes without a word, at some point. */
    private static void abuse(ServedNbd served, Random random) throws IOException {
        try (NbdClient client = NbdClient.greeted(served.connect())) {
            switch (random.nextInt(3)) {
                case 0 -> client.send(new byte[random.nextInt(1, 40)]);
                case 1 -> client.go("disk");
                default -> {
                    client.go("disk");
                    byte[] read = client.encode(1, Command.of(Protocol.CMD_READ, 0, 1 << 20));
                    client.send(Arrays.copyOf(read, random.nextInt(1, read.length + 1)));
                }
            }
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** The test's time limit is the only one. */
    private static void until(Condition condition) throws IOException, InterruptedException {
        while (!condition.holds()) {
            Thread.sleep(20);
        }
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches(name))
                .count();
    }

    private static int openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return (int) files.count();
        }
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
