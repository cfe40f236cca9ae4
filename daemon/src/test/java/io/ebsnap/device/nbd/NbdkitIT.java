package io.ebsnap.device.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.testing.Requires;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against nbdkit. */
@Timeout(60)
@Requires(command = "nbdkit")
class NbdkitIT {

    private static final int BLOCK = 512 * 1024;

    @TempDir
    Path directory;

    @Test
    void readsAFileOfAnySizeToTheByte() throws IOException {
        byte[] content = new byte[3 * BLOCK + 12_345];
        new Random(1).nextBytes(content);
        Path file = Files.write(directory.resolve("disk"), content);
        try (ServerProcess server = ServerProcess.nbdkit(directory, "file", file.toString());
                NbdSource source = open(server, "")) {
            assertThat(source.geometry().sizeBytes()).isEqualTo(content.length);
            assertThat(read(source, 0, content.length)).isEqualTo(content);
            assertThat(read(source, 3 * BLOCK, 12_345))
                    .isEqualTo(Arrays.copyOfRange(content, 3 * BLOCK, content.length));
        }
    }

    @Test
    void knowsTheHolesOfASparseDisk() throws IOException {
        try (ServerProcess server = ServerProcess.nbdkit(
                        directory,
                        "data",
                        "size=1T",
                        "data=@0x8000000000 \"middle\" @0xfffffffff0 \"the very end....\"");
                NbdSource source = open(server, "")) {
            assertThat(source.geometry().sizeBytes()).isEqualTo(1L << 40);
            assertThat(source.knownZeros(0, BLOCK)).isTrue();
            assertThat(source.knownZeros(1L << 39, BLOCK)).isFalse();
            assertThat(source.knownZeros((1L << 40) - BLOCK, BLOCK)).isFalse();
            assertThat(new String(read(source, 1L << 39, 6), StandardCharsets.US_ASCII))
                    .isEqualTo("middle");
            assertThat(new String(read(source, (1L << 40) - 16, 16), StandardCharsets.US_ASCII))
                    .isEqualTo("the very end....");
        }
    }

    @Test
    void readsDataAndHolesOfOneReply() throws IOException {
        try (ServerProcess server = ServerProcess.nbdkit(directory, "sparse-random", "size=64M", "seed=7");
                NbdSource source = open(server, "")) {
            for (long offset = 0; offset < 64 << 20; offset += BLOCK) {
                byte[] block = read(source, offset, BLOCK);
                if (source.knownZeros(offset, BLOCK)) {
                    assertThat(block).containsOnly(0);
                }
                byte[] half = read(source, offset + BLOCK / 2, BLOCK / 2);
                assertThat(Arrays.equals(block, BLOCK / 2, BLOCK, half, 0, BLOCK / 2))
                        .isTrue();
            }
        }
    }

    @Test
    void aReadErrorIsTheServersErrnoAndPasses() throws IOException {
        Path trigger = directory.resolve("trigger");
        try (ServerProcess server = ServerProcess.nbdkit(
                        directory,
                        "--filter=error",
                        "memory",
                        "1M",
                        "error=EIO",
                        "error-pread-rate=100%",
                        "error-file=" + trigger);
                NbdSource source = open(server, "")) {
            assertThat(read(source, 0, 4096)).containsOnly(0);
            Files.createFile(trigger);
            assertThatThrownBy(() -> read(source, 8192, 4096))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("offset 8192")
                    .hasMessageContaining("EIO");
            Files.delete(trigger);
            assertThat(read(source, 8192, 4096)).containsOnly(0);
        }
    }

    @Test
    void aServerThatIsTooSlowIsUnavailable() throws IOException {
        try (ServerProcess server = ServerProcess.nbdkit(directory, "--filter=delay", "memory", "1M", "rdelay=30");
                NbdSource source = NbdSource.open(
                        server.uri(""),
                        new NbdLimits(Duration.ofSeconds(20), Duration.ofMillis(200)),
                        NbdSourceTest.threads())) {
            assertThatThrownBy(() -> read(source, 0, 4096))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("no answer within");
        }
    }

    @Test
    void keepsToAMinimumBlockSizeThatTheServerEnforces() throws IOException {
        try (ServerProcess server = ServerProcess.nbdkit(
                        directory,
                        "--filter=blocksize-policy",
                        "pattern",
                        "4M",
                        "blocksize-minimum=64K",
                        "blocksize-preferred=64K",
                        "blocksize-maximum=256K",
                        "blocksize-error-policy=error");
                NbdSource source = open(server, "")) {
            ByteBuffer read = ByteBuffer.wrap(read(source, 4096, 1 << 20));
            assertThat(read.getLong(0)).isEqualTo(4096);
            assertThat(read.getLong((1 << 20) - 8)).isEqualTo(4096 + (1 << 20) - 8);
        }
    }

    @Test
    void worksWithoutStructuredReplies() throws IOException {
        try (ServerProcess server = ServerProcess.nbdkit(directory, "--no-sr", "pattern", "1M");
                NbdSource source = open(server, "")) {
            assertThat(ByteBuffer.wrap(read(source, 4096, 8)).getLong()).isEqualTo(4096);
            assertThat(source.knownZeros(0, 4096)).isFalse();
        }
    }

    @Test
    void worksWithTheOldNegotiation() throws IOException {
        try (ServerProcess server = ServerProcess.nbdkit(directory, "--mask-handshake=0", "pattern", "1M");
                NbdSource source = open(server, "")) {
            assertThat(ByteBuffer.wrap(read(source, 4096, 8)).getLong()).isEqualTo(4096);
        }
    }

    @Test
    void anExportThatIsNotThereIsNotFound() throws IOException {
        Files.createDirectory(directory.resolve("exports"));
        try (ServerProcess server = ServerProcess.nbdkit(directory, "file", "dir=" + directory.resolve("exports"))) {
            assertThatThrownBy(() -> open(server, "nothing").close()).isInstanceOf(Failure.class);
        }
    }

    @Test
    void manyReadsAtATimeAreRight() throws IOException {
        try (ServerProcess server = ServerProcess.nbdkit(directory, "pattern", "256M");
                NbdSource source = open(server, "")) {
            long wrong = new Random(3)
                    .longs(400, 0, 500)
                    .parallel()
                    .map(block -> block * BLOCK)
                    .filter(offset -> {
                        ByteBuffer read = ByteBuffer.wrap(read(source, offset, BLOCK));
                        return read.getLong(0) != offset || read.getLong(BLOCK - 8) != offset + BLOCK - 8;
                    })
                    .count();
            assertThat(wrong).isZero();
        }
    }

    private static NbdSource open(ServerProcess server, String export) {
        return NbdSource.open(server.uri(export), NbdLimits.STANDARD, NbdSourceTest.threads());
    }

    private static byte[] read(NbdSource source, long offset, int length) {
        ByteBuffer target = ByteBuffer.allocate(length);
        source.read(offset, target);
        return target.array();
    }
}
