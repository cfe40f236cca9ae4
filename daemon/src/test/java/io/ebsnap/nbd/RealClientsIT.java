package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.device.BlockSource;
import io.ebsnap.device.nbd.NbdExports;
import io.ebsnap.device.nbd.NbdLimits;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.volume.MemoryDataPlane;
import io.ebsnap.volume.VolumeExtent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server against the clients that people use. */
@Timeout(180)
class RealClientsIT {

    private static final int SIZE = 32 << 20;

    @TempDir
    Path directory;

    @Test
    @Requires(command = "nbdinfo")
    void nbdinfoSeesEveryFeature() {
        try (ServedNbd served = ServedNbd.of(directory, plane(1))) {
            String info = Commands.run("nbdinfo", "--json", served.uri("disk"));
            assertThat(info)
                    .contains("\"export-size\": " + SIZE)
                    .contains(
                            "\"base:allocation\"", "\"ebsnap:hydration\"", "\"qemu:dirty-bitmap:since-last-snapshot\"")
                    .contains("\"block_size_minimum\": 1", "\"block_size_preferred\": 4096")
                    .contains("\"block_size_maximum\": " + (32 << 20))
                    .contains("\"is_read_only\": false");
            for (String feature : new String[] {
                "can_cache", "can_df", "can_fast_zero", "can_flush", "can_fua", "can_multi_conn", "can_trim", "can_zero"
            }) {
                assertThat(info).contains("\"" + feature + "\": true");
            }
        }
    }

    @Test
    @Requires(command = "nbdinfo")
    void nbdinfoListsWhatThereIs() {
        SomeExports exports = new SomeExports()
                .with("disk", plane(2))
                .with("sealed", plane(3), new ExportAccess(true, ExportAccess.ANYONE));
        try (ServedNbd served = ServedNbd.of(directory, exports, ServerLimits.STANDARD)) {
            String list = Commands.run("nbdinfo", "--list", "nbd+unix://?socket=" + served.socket());
            assertThat(list).contains("export=\"disk\":", "export=\"sealed\":", "is_read_only: true");
        }
    }

    @Test
    @Requires(command = "nbdinfo")
    void nbdinfoMapsHolesAndWhatIsNotHydrated() {
        byte[] content = new byte[SIZE];
        content[1 << 20] = 1;
        MemoryDataPlane memory = new MemoryDataPlane("disk", content, false);
        try (ServedNbd served = ServedNbd.of(directory, new HalfHydrated(memory))) {
            assertThat(lines(Commands.run("nbdinfo", "--map", served.uri("disk"))))
                    .containsExactly("0 1048576 3 hole,zero", "1048576 512 0 data", "1049088 32505344 3 hole,zero");
            assertThat(lines(Commands.run("nbdinfo", "--map=ebsnap:hydration", served.uri("disk"))))
                    .containsExactly("0 16777216 0", "16777216 16777216 1");
        }
    }

    private static String[] lines(String text) {
        return text.lines().map(line -> line.strip().replaceAll("\\s+", " ")).toArray(String[]::new);
    }

    @Test
    @Requires(command = "nbdcopy")
    void nbdcopyCopiesInAndOutOverSeveralConnections() throws IOException {
        MemoryDataPlane target = new MemoryDataPlane("disk", SIZE);
        Path file = Files.write(directory.resolve("in"), content(4));
        try (ServedNbd served = ServedNbd.of(directory, target)) {
            Commands.run("nbdcopy", "--connections=4", "--flush", file.toString(), served.uri("disk"));
            assertThat(target.content()).isEqualTo(content(4));
            assertThat(target.flushes()).isPositive();
            Path out = directory.resolve("out");
            Commands.run("nbdcopy", "--connections=4", served.uri("disk"), out.toString());
            assertThat(Files.mismatch(file, out)).isEqualTo(-1);
        }
    }

    @Test
    @Requires(file = "/usr/lib/python3/dist-packages/nbd.py")
    void libnbdUsesEveryCommand() throws IOException {
        MemoryDataPlane memory = new MemoryDataPlane("disk", SIZE);
        try (ServedNbd served = ServedNbd.of(directory, memory)) {
            String script = resource("every-command.py");
            Commands.Result result =
                    Commands.attempt("/usr/bin/python3", "-c", script, served.uri("disk"), Integer.toString(SIZE));
            assertThat(result).isEqualTo(new Commands.Result(0, "all as it should be"));
        }
    }

    @Test
    @Requires(command = "qemu-img")
    void qemuReadsWritesComparesAndMaps() throws IOException {
        MemoryDataPlane memory = new MemoryDataPlane("disk", SIZE);
        Path file = Files.write(directory.resolve("in.raw"), content(5));
        try (ServedNbd served = ServedNbd.of(directory, memory)) {
            String uri = served.uri("disk");
            assertThat(Commands.run("qemu-img", "info", "-f", "raw", uri)).contains("32 MiB (33554432 bytes)");
            Commands.run("qemu-img", "convert", "-n", "-f", "raw", "-O", "raw", file.toString(), uri);
            assertThat(memory.content()).isEqualTo(content(5));
            assertThat(Commands.run("qemu-img", "compare", "-f", "raw", "-F", "raw", file.toString(), uri))
                    .contains("Images are identical");
            Path copy = directory.resolve("copy.qcow2");
            Commands.run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", uri, copy.toString());
            Commands.run("qemu-img", "compare", "-f", "raw", "-F", "qcow2", uri, copy.toString());
            assertThat(Commands.run("qemu-img", "map", "-f", "raw", "--output=json", uri))
                    .contains("\"zero\": true", "\"data\": true");
        }
    }

    @Test
    @Requires(command = "qemu-img")
    void qemuBenchesReadsAndWritesWithFlushes() {
        try (ServedNbd served = ServedNbd.of(directory, plane(6))) {
            String uri = served.uri("disk");
            assertThat(Commands.run("qemu-img", "bench", "-f", "raw", "-c", "2000", "-d", "32", "-s", "4k", uri))
                    .contains("Run completed");
            assertThat(Commands.run(
                            "qemu-img",
                            "bench",
                            "-f",
                            "raw",
                            "-w",
                            "-c",
                            "500",
                            "-d",
                            "8",
                            "-s",
                            "64k",
                            "--flush-interval=16",
                            uri))
                    .contains("Run completed");
        }
    }

    @Test
    @Requires(command = "fio")
    void fioVerifiesWhatItWrote() {
        assertThat(Commands.run("fio", "--enghelp")).contains("nbd");
        try (ServedNbd served = ServedNbd.of(directory, new MemoryDataPlane("disk", SIZE))) {
            for (String size : new String[] {"4k-4k", "4k-1m", "512-64k"}) {
                Commands.run(
                        "fio",
                        "--name=verify",
                        "--ioengine=nbd",
                        "--uri=" + served.uri("disk"),
                        "--rw=randwrite",
                        "--bsrange=" + size,
                        "--iodepth=16",
                        "--size=" + SIZE,
                        "--verify=crc32c",
                        "--verify_fatal=1",
                        "--randseed=7",
                        "--fsync=100",
                        "--aux-path=" + directory);
            }
        }
    }

    @Test
    void theDaemonsOwnClientReadsTheSame() {
        byte[] content = content(8);
        MemoryDataPlane memory = new MemoryDataPlane("disk", content, false);
        NbdExports client = new NbdExports(
                NbdLimits.STANDARD,
                Thread.ofPlatform().name("nbd-client-", 0).daemon(true).factory());
        try (ServedNbd served = ServedNbd.of(directory, memory);
                BlockSource source = client.open(URI.create(served.uri("disk")))) {
            ByteBuffer read = ByteBuffer.allocateDirect(SIZE);
            source.read(0, read);
            assertThat(read.flip().mismatch(ByteBuffer.wrap(content))).isEqualTo(-1);
            assertThat(source.knownZeros(2 << 20, 4 << 20)).isTrue();
            assertThat(source.knownZeros(0, 4096)).isFalse();
        }
    }

    private static byte[] content(long seed) {
        byte[] content = new byte[SIZE];
        new Random(seed).nextBytes(content);
        Arrays.fill(content, 1 << 20, 9 << 20, (byte) 0);
        return content;
    }

    private static MemoryDataPlane plane(long seed) {
        return new MemoryDataPlane("disk" + seed, content(seed), false);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(RealClientsIT.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A plane whose second half is still in the store. */
    static final class HalfHydrated extends ForwardingPlane {
        HalfHydrated(MemoryDataPlane plane) {
            super(plane);
        }

        @Override
        public List<VolumeExtent> extents(long offset, long length, int extentsMax) {
            List<VolumeExtent> found = new ArrayList<>();
            long at = offset;
            for (VolumeExtent extent : super.extents(offset, length, extentsMax)) {
                long middle = sizeBytes() / 2;
                long before = Math.clamp(middle - at, 0, extent.length());
                if (before > 0) {
                    found.add(new VolumeExtent(before, extent.hole(), extent.zero(), true));
                }
                if (before < extent.length()) {
                    found.add(new VolumeExtent(extent.length() - before, extent.hole(), extent.zero(), false));
                }
                at += extent.length();
            }
            return found.subList(0, Math.min(found.size(), extentsMax));
        }
    }
}
