package io.ebsnap.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.device.BlockSource;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.PointInTime;
import io.ebsnap.device.nbd.NbdExports;
import io.ebsnap.device.nbd.NbdLimits;
import io.ebsnap.device.nbd.ServerProcess;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On real qemu-nbd: a bitmap is begun after each instant, while nobody writes, and bears the snapshot's name. */
@Timeout(120)
@Requires(command = {"qemu-nbd", "qemu-img", "qemu-io"})
class DirtyBitmapTrackerIT extends ChangeTrackerContract {

    @TempDir
    private Path directory = Path.of("/");

    private final List<String> bitmaps = new ArrayList<>();

    @BeforeEach
    void makeImage() {
        Commands.run("qemu-img", "create", "-q", "-f", "qcow2", image(), Long.toString(SIZE));
    }

    @Override
    ChangeTracker tracker() {
        return new DirtyBitmapTracker(directory.resolve("tracking"));
    }

    @Override
    void write(long block, byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("content"), content);
        String write = "write -q -s " + file + " " + block * 524_288 + " " + content.length;
        Commands.run("qemu-io", "-f", "qcow2", "-c", write, image());
    }

    @Override
    PointInTime instant(SnapshotId snapshot) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--format=qcow2"));
        if (!bitmaps.isEmpty()) {
            arguments.add("--bitmap=" + bitmaps.getLast());
        }
        arguments.add(image());
        return new Served(ServerProcess.qemuNbd(directory, arguments.toArray(String[]::new)), snapshot);
    }

    @Test
    void bitmapOfAnotherNameIsDoubted() throws Exception {
        write(1, content(new Random(1), 1));
        TrackedSnapshot parent = complete();
        Commands.run("qemu-img", "bitmap", "--add", image(), "since-monday");
        bitmaps.add("since-monday");
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(tracker().since(parent, instant))
                    .isEqualTo(new ChangeTracker.Answer.Doubt("the server has no dirty bitmap " + parent.snapshot()));
        }
    }

    @Test
    void serverThatGoesAwayIsDoubtedFromThereOn() throws Exception {
        write(1, content(new Random(1), 1));
        TrackedSnapshot parent = complete();
        Served instant = (Served) instant(new SnapshotId(next().snapshot()));
        ChangeTracker.Answer answer = tracker().since(parent, instant);
        try (ChangeCursor changes = ((ChangeTracker.Answer.Known) answer).changes()) {
            instant.server.close();
            assertThat(changes.unchangedFrom(0, BLOCKS)).isZero();
            assertThat(changes.doubt()).isPresent();
        } finally {
            instant.source.close();
        }
    }

    private String image() {
        return directory.resolve("disk.qcow2").toString();
    }

    /** An export while it is served; when it is given up, a bitmap of its snapshot is begun. */
    private final class Served implements PointInTime {
        private final ServerProcess server;
        private final SnapshotId snapshot;
        private final BlockSource source;

        Served(ServerProcess server, SnapshotId snapshot) {
            this.server = server;
            this.snapshot = snapshot;
            this.source = new NbdExports(
                            NbdLimits.STANDARD,
                            Thread.ofPlatform().daemon().name("nbd-", 0).factory())
                    .open(URI.create(server.uri("").toString()));
        }

        @Override
        public BlockSource source() {
            return source;
        }

        @Override
        public ConsistencyMethod method() {
            return ConsistencyMethod.EXPORT;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }

        @Override
        public Optional<String> artifact() {
            return Optional.empty();
        }

        @Override
        public void confirm() {
            // The server answers for it.
        }

        @Override
        public void suspend() {
            close();
        }

        @Override
        public void close() {
            source.close();
            server.close();
            Commands.run("qemu-img", "bitmap", "--add", image(), snapshot.value());
            bitmaps.add(snapshot.value());
        }
    }
}
