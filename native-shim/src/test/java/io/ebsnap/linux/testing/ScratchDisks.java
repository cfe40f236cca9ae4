package io.ebsnap.linux.testing;

import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LoopDevice;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.jnr.JnrLinux;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Images, loop devices and mounted file systems for a test, gone after it whether it passed or not.
 *
 * <p>Register it as a field with {@code @RegisterExtension}: an instance field cleans up after each test, a static one after
 * all. A test JVM that was killed leaves things behind; the next one on the machine removes them. For one thread at a time.
 */
public final class ScratchDisks implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final Linux LINUX = JnrLinux.load();

    private final Deque<Cleanup> cleanups = new ArrayDeque<>();
    private @Nullable Path directory;
    private boolean forAllTests;
    private int made;

    /** Undoes something. */
    @FunctionalInterface
    public interface Cleanup {
        void run() throws Exception;
    }

    /** The kernel that the disks come from. */
    public Linux linux() {
        return LINUX;
    }

    /** A directory of this test's own, on the machine's temporary file system. */
    public Path directory() throws IOException {
        if (directory == null) {
            Leftovers.removeOnce(LINUX);
            Path created = Leftovers.newDirectory();
            directory = created;
            cleanups.push(() -> deleteTree(created));
        }
        return directory;
    }

    /** A new image file: one hole. */
    public Path image(long sizeBytes) throws IOException {
        Path file = directory().resolve("disk" + made++ + ".img");
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(sizeBytes);
        }
        return file;
    }

    /** A new loop device over a new image; {@code sizeBytes} is a multiple of 512. */
    public Path loop(long sizeBytes) throws IOException {
        return attach(LoopOptions.of(image(sizeBytes)));
    }

    /** A new loop device over a file. */
    public Path attach(LoopOptions options) throws IOException {
        LoopDevice device = LINUX.loopControl().attach(options.withAutoClear());
        cleanups.push(device::detach);
        return device.path();
    }

    /** Makes a file system on a device; {@code options} go to its {@code mkfs}. */
    public void format(String type, Path device, String... options) {
        List<String> command = new ArrayList<>(List.of("mkfs." + type, type.equals("ext4") ? "-qF" : "-qf"));
        command.addAll(List.of(options));
        command.add(device.toString());
        Commands.run(command.toArray(String[]::new));
    }

    /** Mounts a device; {@code options} go to {@code mount}. */
    public Path mount(Path device, String... options) throws IOException {
        Path point = Files.createDirectory(directory().resolve("mount" + made++));
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(options));
        command.addAll(List.of(device.toString(), point.toString()));
        Commands.run(command.toArray(String[]::new));
        cleanups.push(() -> Leftovers.unmount(point));
        return point;
    }

    /** A new file system of a type on a new loop device, mounted. XFS and Btrfs need 300 MiB or more. */
    public Path fileSystem(String type, long sizeBytes) throws IOException {
        Path device = loop(sizeBytes);
        format(type, device);
        return mount(device);
    }

    /** Does something before what was made so far is removed: the last one first. */
    public void afterwards(Cleanup cleanup) {
        cleanups.push(cleanup);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        forAllTests = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!forAllTests) {
            cleanUp();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        cleanUp();
    }

    private void cleanUp() {
        List<Exception> failures = new ArrayList<>();
        while (!cleanups.isEmpty()) {
            try {
                cleanups.pop().run();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        directory = null;
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError("could not clean up", failures.getFirst());
            failures.stream().skip(1).forEach(error::addSuppressed);
            throw error;
        }
    }

    static void deleteTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.toList().reversed()) {
                Files.delete(path);
            }
        }
    }
}
