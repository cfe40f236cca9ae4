package io.ebsnap.exchange;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.device.Devices;
import io.ebsnap.device.FileStamp;
import io.ebsnap.device.Tools;
import io.ebsnap.device.WatchedExports;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.volume.VolumeRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes snapshots of image files. A raw file is a source as it is; every other one is served by {@code qemu-nbd} as long as it is read, so that no
 * raw copy of it lies anywhere. What the snapshot is taken of is no volume afterwards. Safe for use by several threads.
 */
public final class SnapshotImports {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotImports.class);
    private static final int IMPORTS_MAX = 8;
    private static final long LOOK_MILLIS = 200;
    private static final int DESCRIPTION_CHARS_MAX = 255;

    private final SnapshotService snapshots;
    private final VolumeRegistry volumes;
    private final Devices devices;
    private final WatchedExports exports;
    private final Qemu qemu;
    private final Path directory;
    private final RandomGenerator random;

    @GuardedBy("this")
    private int running;

    /**
     * What snapshots are taken with.
     *
     * @param snapshots takes them
     * @param volumes that they are taken of
     */
    public record Takers(SnapshotService snapshots, VolumeRegistry volumes) {}

    /**
     * What files are read with.
     *
     * @param devices says which paths are not to be touched
     * @param exports is told which file is behind an export
     * @param tools where QEMU's are
     * @param directory of sockets: the daemon's own, made if it is not there
     */
    public record Readers(Devices devices, WatchedExports exports, Tools tools, Path directory) {}

    public SnapshotImports(Takers takers, Readers readers, RandomGenerator random) {
        this.snapshots = takers.snapshots();
        this.volumes = takers.volumes();
        this.devices = readers.devices();
        this.exports = readers.exports();
        this.qemu = new Qemu(readers.tools());
        this.directory = readers.directory();
        this.random = random;
    }

    /** Clears away what an earlier daemon left. To be called once, when its pending snapshots have been seen to. */
    public void sweep() {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (Stream<Path> left = Files.list(directory)) {
                for (Path file : left.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            volumes.list().stream().filter(this::isOurs).forEach(volume -> forget(volume.volumeId()));
        } catch (IOException | Failure e) {
            LOG.warn("what imports have left in {} stays there: {}", directory, e.getMessage());
        }
    }

    /**
     * Begins to make a snapshot of a file. It is pending when this returns, as one of {@code SnapshotService.create} is.
     *
     * @throws Failure.NotFound if there is no such file
     * @throws Failure.Invalid if it is no file, or not of the format
     * @throws Failure.Denied if its content lies in other files too
     * @throws Failure.Conflict if somebody writes to it
     * @throws Failure.Unavailable if the program for the format is not installed
     * @throws Failure.Exhausted if too many imports are running
     */
    public SnapshotRecord start(ImportOrder order) {
        Path file = requireFile(order.file());
        enter();
        try {
            return order.format() == FileFormat.RAW ? raw(order, file) : foreign(order, file);
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    private Path requireFile(String name) {
        devices.requireOthers(name);
        Path path = Path.of(name).normalize();
        if (!Files.exists(path)) {
            throw new Failure.NotFound("there is no file " + path);
        }
        if (!Files.isRegularFile(path)) {
            throw new Failure.Invalid(path + " is no file", "ebsnap snapshot create takes snapshots of devices");
        }
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new Failure.Unavailable("looking at " + path + " failed: " + e.getMessage(), e);
        }
    }

    private SnapshotRecord raw(ImportOrder order, Path file) {
        boolean known = isVolume(file.toString());
        try {
            SnapshotRecord record = create(order, file.toString());
            watch(record, () -> {
                if (!known) {
                    forget(record.volumeId());
                }
            });
            return record;
        } catch (RuntimeException e) {
            if (!known) {
                forgetDevice(file.toString());
            }
            throw e;
        }
    }

    private SnapshotRecord foreign(ImportOrder order, Path file) {
        sync(file);
        FileStamp stamp = FileStamp.settled(file)
                .orElseThrow(() -> new Failure.Conflict(file + " is being written", "let that end first"));
        ImageCheck.requireSelfContained(file, order.format());
        byte[] name = new byte[8];
        random.nextBytes(name);
        Path socket = directory.resolve(HexFormat.of().formatHex(name));
        ServedImage image = ServedImage.start(qemu.serving(file, order.format(), socket), socket);
        WatchedExports.Watch watch = exports.watch(URI.create(uri(file, socket)), () -> stamp.requireUnchanged(file));
        try {
            // What was checked is what the program has opened.
            stamp.requireUnchanged(file);
            SnapshotRecord record = create(order, uri(file, socket));
            watch(record, () -> {
                watch.close();
                image.close();
                forget(record.volumeId());
            });
            return record;
        } catch (RuntimeException e) {
            watch.close();
            image.close();
            forgetDevice(uri(file, socket));
            throw e;
        }
    }

    /** A program that has mapped the file and writes to a page that is dirty already changes none of its times. */
    private static void sync(Path file) {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ)) {
            open.force(true);
        } catch (IOException e) {
            throw new Failure.Unavailable("flushing " + file + " failed: " + e.getMessage(), e);
        }
    }

    private SnapshotRecord create(ImportOrder order, String device) {
        String said = order.description();
        String from = "imported from " + order.file() + " (" + order.format().word() + ")";
        String description = said == null ? from.substring(0, Math.min(from.length(), DESCRIPTION_CHARS_MAX)) : said;
        return snapshots
                .create(new SnapshotOrder(
                        List.of(device), description, order.tags(), Optional.empty(), null, null, order.key()))
                .getFirst();
    }

    /**
     * Follows a snapshot to its end.
     *
     * @param end is run then
     */
    private void watch(SnapshotRecord record, Runnable end) {
        SnapshotId id = new SnapshotId(record.snapshotId());
        Thread.ofPlatform().daemon().name("import-" + id).start(() -> {
            try {
                awaitEnd(id);
            } finally {
                end.run();
                leave();
            }
        });
    }

    private void awaitEnd(SnapshotId id) {
        while (isBeingTaken(id)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private boolean isBeingTaken(SnapshotId id) {
        return snapshots.progress(id).isPresent()
                || snapshots
                        .find(id)
                        .filter(record -> record.state() == SnapshotState.PENDING)
                        .isPresent();
    }

    private boolean isVolume(String device) {
        try {
            VolumeRecord unused = volumes.resolve(device);
            return true;
        } catch (Failure.NotFound e) {
            return false;
        }
    }

    private boolean isOurs(VolumeRecord volume) {
        return volume.device().contains("?socket=" + directory + "/");
    }

    private void forgetDevice(String device) {
        volumes.list().stream()
                .filter(volume -> volume.device().equals(device))
                .forEach(volume -> forget(volume.volumeId()));
    }

    private void forget(String volume) {
        try {
            VolumeRecord unused = volumes.forget(volume);
        } catch (Failure e) {
            LOG.warn("volume={} that a file was imported as is left: {}", volume, e.getMessage());
        }
    }

    /** The file's name stands in it, so that the snapshot says where it came from. */
    private static String uri(Path file, Path socket) {
        String name =
                URLEncoder.encode(Qemu.exportOf(file), StandardCharsets.UTF_8).replace("+", "%20");
        return "nbd+unix:///" + name + "?socket=" + socket;
    }

    private synchronized void enter() {
        if (running >= IMPORTS_MAX) {
            throw new Failure.Exhausted(IMPORTS_MAX + " imports are running, as many as may be", null);
        }
        running++;
    }

    private synchronized void leave() {
        running--;
    }
}
