package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.api.Snapshot;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ebs.model.Block;
import software.amazon.awssdk.services.ebs.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.ebs.model.ValidationException;

/**
 * Sixty-four connections that read and write blocks, beside clients that nobody wants and a snapshot that is being taken: all blocks are right, and neither memory nor descriptors
 * grow. {@code -Debsnap.load.seconds=300} goes on for longer.
 */
@RequiresRoot
class AwsLoadIT {

    private static final int BLOCK_BYTES = 512 << 10;
    private static final int CLIENTS = 64;
    private static final int BLOCKS = 96;
    private static final long IMAGE_BYTES = 48L << 20;

    /** The heap, what may be off it, code and threads: what the daemon's launcher allows it. */
    private static final long MEMORY_KIB_MAX = 900L << 10;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    private int port;

    @BeforeEach
    void prepare() throws IOException {
        home = DaemonHome.in(folder);
        port = AwsTools.freePort();
        Files.writeString(home.config(), "[aws]\nlisten = \"127.0.0.1:" + port + "\"\n");
    }

    /** A snapshot that is written over and over, and one that is read. */
    private record Load(EbsClient ebs, String read, List<Block> blocks, String written, Set<Integer> indices) {

        private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("ebsnap.load.seconds", 15));

        void run(int client) {
            Random random = new Random(client);
            long end = System.nanoTime() + TIME.toNanos();
            while (System.nanoTime() < end) {
                if (client % 2 == 0) {
                    get(blocks.get(random.nextInt(blocks.size())));
                } else {
                    put(client + CLIENTS * random.nextInt(16), random.nextInt(BLOCKS));
                }
            }
        }

        private void get(Block block) {
            byte[] content = ebs.getSnapshotBlockAsBytes(which -> which.snapshotId(read)
                            .blockIndex(block.blockIndex())
                            .blockToken(block.blockToken()))
                    .asByteArrayUnsafe();
            assertThat(content).isEqualTo(content(block.blockIndex()));
        }

        private void put(int index, int seed) {
            byte[] content = content(seed);
            if (seed == 0) {
                content[0]++;
            }
            try {
                ebs.putSnapshotBlock(
                        block -> block.snapshotId(written)
                                .blockIndex(index)
                                .dataLength(BLOCK_BYTES)
                                .checksum(checksum(content(seed)))
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                        RequestBody.fromBytes(content));
                assertThat(seed).as("a block with another checksum is refused").isNotZero();
                indices.add(index);
            } catch (ValidationException e) {
                assertThat(seed).as(e.getMessage()).isZero();
                assertThat(e.reasonAsString()).isEqualTo("INVALID_BLOCK");
            }
        }
    }

    @Test
    void manyClientsAndBadOnesAreServedWithinBounds() throws Exception {
        TestImage image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(7));
        image.change(40);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            AwsTools.awaitPort(port);
            AwsSdk sdk = new AwsSdk(daemon.call(new CreateAccessKey()).accessKey(), "http://127.0.0.1:" + port);
            try (EbsClient ebs = sdk.client(EbsClient.builder())) {
                Load load = prepared(ebs);
                int descriptors = descriptors(daemon);
                Jobs jobs = new Jobs(daemon);
                try (HostileClients hostile = HostileClients.start(port)) {
                    Snapshot taken = jobs.begin(image.file());
                    run(load);
                    assertThat(jobs.settled(taken.snapshotId()).state()).isEqualTo("completed");
                    assertThat(hostile.answers().keySet())
                            .as("what bad clients are answered: " + hostile.answers())
                            .allMatch(status -> status.isEmpty() || status.startsWith("4"));
                    requireRestores(taken.snapshotId(), image);
                }
                ebs.completeSnapshot(end -> end.snapshotId(load.written())
                        .changedBlocksCount(load.indices().size()));
                assertThat(peakKib(daemon)).as(daemon.log()).isLessThan(MEMORY_KIB_MAX);
                awaitDescriptors(daemon, descriptors + CLIENTS + 16);
            }
            assertThat(daemon.log()).doesNotContain("OutOfMemory").doesNotContain("InternalError");
            assertThat(daemon.stop()).isZero();
        }
    }

    private static Load prepared(EbsClient ebs) {
        String read = ebs.startSnapshot(order -> order.volumeSize(1L)).snapshotId();
        String written = ebs.startSnapshot(order -> order.volumeSize(1L)).snapshotId();
        for (int index = 1; index < BLOCKS; index++) {
            byte[] content = content(index);
            int place = index;
            ebs.putSnapshotBlock(
                    block -> block.snapshotId(read)
                            .blockIndex(place)
                            .dataLength(BLOCK_BYTES)
                            .checksum(checksum(content))
                            .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                    RequestBody.fromBytes(content));
        }
        ebs.completeSnapshot(end -> end.snapshotId(read).changedBlocksCount(BLOCKS - 1));
        return new Load(
                ebs,
                read,
                ebs.listSnapshotBlocks(which -> which.snapshotId(read)).blocks(),
                written,
                ConcurrentHashMap.newKeySet());
    }

    private static void run(Load load) throws InterruptedException {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                all.add(clients.submit(() -> load.run(number)));
            }
            for (Future<?> each : all) {
                try {
                    each.get();
                } catch (ExecutionException e) {
                    throw new AssertionError(e.getCause());
                }
            }
        }
    }

    private void requireRestores(String snapshot, TestImage image) {
        Path target = folder.resolve("restored.img");
        new CommandLine(home).run("restore", "--force", snapshot, target.toString());
        assertThat(TestImage.digest(target)).isEqualTo(image.digest());
    }

    private static int descriptors(RunningDaemon daemon) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + daemon.processId() + "/fd"))) {
            return (int) open.count();
        }
    }

    /** Connections that nobody uses end by themselves. */
    private static void awaitDescriptors(RunningDaemon daemon, int max) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (descriptors(daemon) > max) {
            assertThat(System.nanoTime())
                    .as("descriptors: " + descriptors(daemon))
                    .isLessThan(end);
            RunningDaemon.pause();
        }
    }

    private static long peakKib(RunningDaemon daemon) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + daemon.processId() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] content(int seed) {
        byte[] content = new byte[BLOCK_BYTES];
        new Random(seed).nextBytes(content);
        return content;
    }

    private static String checksum(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
