package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.Page;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.api.ZoneRequest.DescribeAvailabilityZones;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Volumes in zones on file systems of their own: moved under a mounted file system, and there or not with the disk of their zone. */
@RequiresLoopDevices
@Requires(command = {"mkfs.ext4", "fsck.ext4"})
class MovedVolumeLoopIT extends DaemonOnDisks {

    private static final long MEBIBYTE = 1L << 20;

    /** Writes files, one after the other and durably, until it is closed. */
    private static final class Load implements AutoCloseable {
        private final Path directory;
        private final Map<Path, byte[]> written = new ConcurrentHashMap<>();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        private final Thread thread = Thread.ofPlatform().name("load").unstarted(this::run);

        Load(Path directory) {
            this.directory = directory;
        }

        Load start() {
            thread.start();
            while (written.size() < 4) {
                assertThat(thread.isAlive()).as("the load").isTrue();
                RunningDaemon.pause();
            }
            return this;
        }

        private void run() {
            Random random = new Random(5);
            for (int number = 0; !ended.get(); number++) {
                byte[] content = new byte[1 + random.nextInt(400_000)];
                random.nextBytes(content);
                Path file = directory.resolve("load" + number % 24);
                written.remove(file);
                try (FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
                    int unused = channel.write(ByteBuffer.wrap(content));
                    channel.force(true);
                } catch (IOException e) {
                    failure.set(e);
                    return;
                }
                written.put(file, content);
            }
        }

        void requireAllThere() {
            assertThat(failure.get()).isNull();
            written.forEach((file, content) -> assertThat(file).hasBinaryContent(content));
        }

        void end() {
            ended.set(true);
            while (thread.isAlive()) {
                RunningDaemon.pause();
            }
        }

        @Override
        public void close() {
            end();
        }
    }

    private Volume volume(String name) {
        return daemon.call(new DescribeVolumes(List.of(name), List.of(), Page.FIRST))
                .volumes()
                .getFirst();
    }

    private ServedVolume served(String name) {
        return Objects.requireNonNull(volume(name).served());
    }

    private Path addZone(long bytes) throws IOException {
        Path mount = disks.fileSystem("ext4", bytes);
        ebsnap.run("zone", "add", "b", "--store", mount.resolve("ebsnap").toString());
        while (!daemon.call(new DescribeAvailabilityZones()).availabilityZones().stream()
                .allMatch(zone -> zone.state().equals(AvailabilityZone.AVAILABLE))) {
            RunningDaemon.pause();
        }
        return mount;
    }

    private Path mounted(String volume) throws IOException {
        Path device = Path.of(ebsnap.run("volume", "attach", volume).strip());
        disks.afterwards(() -> ebsnap.attempt("volume", "detach", volume, "--force"));
        Commands.run("mkfs.ext4", "-q", device.toString());
        Path point = Files.createTempDirectory(folder, "mnt");
        Commands.run("mount", device.toString(), point.toString());
        disks.afterwards(() -> Commands.attempt("umount", point.toString()));
        return point;
    }

    @Test
    void volumeMovesUnderAMountedFileSystemAndThroughADeath() throws IOException {
        Path zone = addZone(192 * MEBIBYTE);
        String id = volumeId(ebsnap.run("volume", "create", "--size", "64M", "--name", "db", "--no-encrypted"));
        Path point = mounted("db");
        List<Path> devices = devices("db");
        try (Load load = new Load(point).start()) {
            assertThat(ebsnap.run("volume", "move", "db", "--zone", "b")).contains("moved to zone b");
            load.end();
            load.requireAllThere();
        }
        assertThat(ebsnap.run("volume", "list")).containsPattern("db .* b ");
        assertThat(zone.resolve("ebsnap/volumes").resolve(id).resolve("data")).exists();
        assertThat(home.data().resolve("volumes").resolve(id)).doesNotExist();
        assertThat(devices("db")).isEqualTo(devices);

        daemon.kill();
        daemon = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", "volume-move.after-switch"));
        daemon.awaitReady();
        try (Load load = new Load(point).start()) {
            Commands.Result unused = ebsnap.attempt("volume", "move", "db", "--zone", "a");
            assertThat(daemon.awaitEnd()).isNotZero();
            daemon = RunningDaemon.start(home);
            awaitMoved("db", "a");
            load.end();
            load.requireAllThere();
        }
        Commands.run("umount", point.toString());
        ebsnap.run("volume", "detach", "db");
        Commands.run("fsck.ext4", "-fn", served("db").target());
        ebsnap.run("volume", "delete", "db");
        assertThat(ebsnap.run("audit")).contains("moveVolume");
    }

    @Test
    void volumesAreThereOrNotWithTheirZone() throws IOException {
        Path zone = addZone(128 * MEBIBYTE);
        String device = Commands.run("findmnt", "-no", "SOURCE", zone.toString());
        ebsnap.run("volume", "create", "--size", "8M", "--name", "there", "--zone", "b");
        ebsnap.run("volume", "create", "--size", "32M", "--name", "here");
        Commands.Result refused = ebsnap.attempt("zone", "remove", "b");
        assertThat(refused.status()).isEqualTo(4);
        assertThat(refused.output()).contains(volume("there").volumeId());
        assertThat(daemon.stop()).isZero();
        Commands.run("umount", zone.toString());
        daemon = RunningDaemon.start(home);
        assertThat(volume("there").state()).isEqualTo("error");
        assertThat(ebsnap.run("volume", "show", "there")).contains("zone b is not there");
        assertThat(volume("here").state()).isEqualTo("available");
        assertThat(ebsnap.attempt("volume", "create", "--size", "8M", "--zone", "b")
                        .status())
                .isNotZero();
        assertThat(ebsnap.attempt("volume", "move", "here", "--zone", "b").status())
                .isNotZero();
        try (Stream<Path> found = Files.list(zone)) {
            assertThat(found).isEmpty();
        }
        Commands.run("mount", device, zone.toString());
        while (!volume("there").state().equals("available")) {
            RunningDaemon.pause();
        }
        fillUp(zone.resolve("filler"));
        Path point = mounted("here");
        try (Load load = new Load(point).start()) {
            Commands.Result full = ebsnap.attempt("volume", "move", "here", "--zone", "b");
            assertThat(full.status()).as(full.output()).isEqualTo(1);
            assertThat(full.output()).contains("stays in zone a");
            load.end();
            load.requireAllThere();
        }
        Files.delete(zone.resolve("filler"));
        ebsnap.run("volume", "move", "here", "--cancel");
        ebsnap.run("volume", "move", "here", "--zone", "b");
        ebsnap.run("volume", "move", "there", "--zone", "a");
        assertThat(served("there").availabilityZone()).isEqualTo("a");
        Commands.run("umount", point.toString());
    }

    private List<Path> devices(String volume) {
        return volume(volume).attachments().stream()
                .map(attachment -> Path.of(attachment.device()))
                .toList();
    }

    private void awaitMoved(String volume, String zone) {
        while (served(volume).move() != null
                || !served(volume).availabilityZone().equals(zone)) {
            assertThat(daemon.isAlive()).as(daemon.log()).isTrue();
            RunningDaemon.pause();
        }
    }

    private static String volumeId(String output) {
        return Pattern.compile("vol-[0-9a-f]{17}")
                .matcher(output)
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }

    /** Takes nearly all that the file system gives to anybody. */
    private static void fillUp(Path filler) throws IOException {
        byte[] piece = new byte[1 << 16];
        try (FileChannel file = FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (true) {
                int unused = file.write(ByteBuffer.wrap(piece));
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
