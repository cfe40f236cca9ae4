package io.ebsnap.acceptance;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An archive of the classes that a daemon loads, made once after each build. The hundreds of daemons of these tests live for seconds each, most of which would go
 * into loading classes. A daemon whose runtime or jars it does not fit passes it over.
 */
final class DaemonClasses {

    private static final long IMAGE_BYTES = 2 << 20;

    private final Path target;

    private DaemonClasses(Path target) {
        this.target = target;
    }

    /** The archive for this checkout's daemon; waits while another process makes it. */
    static Path archive() throws IOException {
        return new DaemonClasses(Checkout.top().resolve("daemon").resolve("target")).upToDate();
    }

    private Path upToDate() throws IOException {
        Path archive = target.resolve("ebsnapd.jsa");
        if (!isFresh(archive)) {
            try (FileChannel lock = FileChannel.open(
                            target.resolve("ebsnapd.jsa.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock.lock()) {
                if (!isFresh(archive)) {
                    make(archive);
                }
            }
        }
        return archive;
    }

    private boolean isFresh(Path archive) throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(archive);
        for (Path folder : List.of(target, target.resolve("lib"))) {
            for (Path jar : jars(folder)) {
                if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    /** A daemon that has done a little of everything leaves what it has loaded. */
    private void make(Path archive) throws IOException {
        Path folder = Files.createTempDirectory("ebsnapd-classes");
        try {
            Path made = folder.resolve("classes");
            DaemonHome home = DaemonHome.in(folder);
            try (RunningDaemon daemon =
                    RunningDaemon.launch(home, Map.of(RunningDaemon.JVM_OPTIONS, "-XX:ArchiveClassesAtExit=" + made))) {
                daemon.awaitReady();
                work(new CommandLine(home), folder);
                if (daemon.stop() != 0) {
                    throw new AssertionError(daemon.log());
                }
            }
            // Beside it first: who finds it finds all of it.
            Path beside = Files.copy(made, target.resolve("ebsnapd.jsa.new"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, archive, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Commands.run("rm", "-r", folder.toString());
        }
    }

    private static void work(CommandLine ebsnap, Path folder) throws IOException {
        Path image = Files.write(folder.resolve("image"), new byte[(int) IMAGE_BYTES]);
        Files.write(image, new byte[] {1}, StandardOpenOption.WRITE);
        String snapshot = CommandLine.snapshotId(ebsnap.run("snapshot", "create", image.toString()));
        ebsnap.run("restore", snapshot, folder.resolve("restored").toString());
        ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "data");
        ebsnap.run("nbd", "export", "--name", "data", "data");
        ebsnap.run("snapshot", "create", "data");
        ebsnap.run("snapshot", "list");
        ebsnap.run("store", "gc");
    }
}
