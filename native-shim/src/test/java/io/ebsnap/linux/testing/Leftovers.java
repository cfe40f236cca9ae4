package io.ebsnap.linux.testing;

import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LoopStatus;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Scratch directories carry the number of the process that made them, so that a later one can tell which are orphans. */
final class Leftovers {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final Pattern NAME = Pattern.compile("ebsnap-test-(\\d+)-.*");
    private static final int UNMOUNT_ATTEMPTS_MAX = 50;
    private static final long UNMOUNT_PAUSE_MILLIS = 100;
    private static final AtomicBoolean REMOVED = new AtomicBoolean();

    private Leftovers() {}

    static Path newDirectory() throws IOException {
        return Files.createTempDirectory(
                TEMPORARY, "ebsnap-test-" + ProcessHandle.current().pid() + "-");
    }

    /** Removes what test processes that are dead have left; does so once in the life of this one. */
    static void removeOnce(Linux linux) throws IOException {
        if (REMOVED.compareAndSet(false, true)) {
            for (Path orphan : orphans()) {
                remove(linux, orphan);
            }
        }
    }

    private static List<Path> orphans() throws IOException {
        try (Stream<Path> entries = Files.list(TEMPORARY)) {
            return entries.filter(Leftovers::orphaned).toList();
        }
    }

    static boolean orphaned(Path directory) {
        Matcher matcher = NAME.matcher(directory.getFileName().toString());
        return matcher.matches()
                && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
    }

    static void remove(Linux linux, Path directory) throws IOException {
        for (Mount mount : linux.deviceInventory().mounts().reversed()) {
            if (mount.mountPoint().startsWith(directory)) {
                unmount(mount.mountPoint());
            }
        }
        for (LoopStatus loop : linux.loopControl().attached()) {
            if (loop.backingFile().startsWith(directory)) {
                linux.loopControl().detach(loop.device());
            }
        }
        ScratchDisks.deleteTree(directory);
    }

    /** Unmounts, waiting a little for those who have just let go of a file. */
    static void unmount(Path point) {
        for (int attempt = 1; ; attempt++) {
            Commands.Result result = Commands.attempt("umount", point.toString());
            if (result.status() == 0) {
                return;
            }
            if (attempt == UNMOUNT_ATTEMPTS_MAX) {
                throw new AssertionError("umount " + point + ": " + result.output());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(UNMOUNT_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while unmounting", e);
        }
    }
}
