package io.ebsnap.acceptance;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * What is prepared once after each build, because the hundreds of daemons of these tests live for seconds each, most of which would go into it: a cache of
 * the classes that a daemon loads, linked, and its two large native libraries, unpacked as in an installation. A daemon whose runtime or jars the cache does not
 * fit passes it over.
 */
final class PreparedDaemon {

    /** The optimising compiler takes longer than what it spares a daemon that lives for seconds. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private static final long IMAGE_BYTES = 2 << 20;
    private static final String CIPHER_LIBRARY = "libamazonCorrettoCryptoProvider.so";
    private static final String INDEX_LIBRARY = "librocksdbjni.so";

    private final Path target;
    private final Path place;

    private PreparedDaemon(Path target) {
        this.target = target;
        this.place = target.resolve("prepared");
    }

    /** Options of a JVM that starts this checkout's daemon so; waits while another process prepares it. */
    static String options() throws IOException {
        PreparedDaemon prepared =
                new PreparedDaemon(Checkout.top().resolve("daemon").resolve("target"));
        prepared.upToDate();
        return String.join(
                " ",
                SHORT_LIVED,
                "-XX:AOTCache=" + prepared.classes(),
                "-Djava.library.path=" + prepared.place,
                "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true");
    }

    /** Made last: where it is, all is. */
    private Path classes() {
        return place.resolve("classes");
    }

    private void upToDate() throws IOException {
        if (isFresh()) {
            return;
        }
        Files.createDirectories(place);
        try (FileChannel lock =
                        FileChannel.open(place.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            if (!isFresh()) {
                make();
            }
        }
    }

    private boolean isFresh() throws IOException {
        if (!Files.exists(classes())) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(classes());
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
    private void make() throws IOException {
        Path folder = Files.createTempDirectory("ebsnapd-prepared");
        try {
            Path classes = folder.resolve("classes");
            DaemonHome home = DaemonHome.in(folder);
            try (RunningDaemon daemon = RunningDaemon.launch(
                    home, Map.of(RunningDaemon.JVM_OPTIONS, SHORT_LIVED + " -XX:AOTCacheOutput=" + classes))) {
                daemon.awaitReady();
                work(new CommandLine(home), folder);
                if (daemon.stop() != 0) {
                    throw new AssertionError(daemon.log());
                }
            }
            placeLibraries(home);
            put(classes, classes());
        } finally {
            Commands.run("rm", "-r", folder.toString());
        }
    }

    private void placeLibraries(DaemonHome home) throws IOException {
        try (Stream<Path> unpacked = Files.list(home.data().resolve("native"))) {
            put(
                    unpacked.filter(file -> file.toString().contains("rocksdb"))
                            .findFirst()
                            .orElseThrow(),
                    place.resolve(INDEX_LIBRARY));
        }
        Path jar = jars(target.resolve("lib")).stream()
                .filter(file -> file.getFileName().toString().startsWith("AmazonCorretto"))
                .findFirst()
                .orElseThrow();
        try (JarFile provider = new JarFile(jar.toFile());
                InputStream library = provider.getInputStream(
                        provider.getEntry("com/amazon/corretto/crypto/provider/" + CIPHER_LIBRARY))) {
            Path unpacked = home.data().resolveSibling(CIPHER_LIBRARY);
            Files.copy(library, unpacked);
            put(unpacked, place.resolve(CIPHER_LIBRARY));
        }
    }

    /** Beside it first: who finds it finds all of it. */
    private static void put(Path made, Path as) throws IOException {
        Path beside = Files.copy(made, Path.of(as + ".new"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, as, StandardCopyOption.ATOMIC_MOVE);
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
