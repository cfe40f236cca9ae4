package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises 2 and 3 on the real daemon: what decays is named, the rest goes on, and nothing wrong is ever given out. */
@RequiresRoot
class DamagedStoreIT {

    private static final long IMAGE_BYTES = 16L << 20;

    @TempDir
    private Path folder;

    private DaemonHome home;
    private RunningDaemon daemon;
    private CommandLine ebsnap;
    private TestImage image;
    private String snapshot;
    private String content;

    @BeforeEach
    void storeWithOneSnapshot() throws IOException {
        home = DaemonHome.in(folder);
        daemon = RunningDaemon.start(home);
        ebsnap = new CommandLine(home);
        Random random = new Random(7);
        image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, random);
        image.change(200);
        snapshot = new Jobs(daemon).take(image.file()).snapshotId();
        content = image.digest();
        assertThat(daemon.stop()).isZero();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void flippedByteIsNamedNeverGivenOutAndHealedByTheNextSnapshot() throws IOException {
        Path pack = largestPack();
        flip(pack, Files.size(pack) / 2);
        daemon = RunningDaemon.start(home);

        Commands.Result restore = restore();
        assertThat(restore.status()).as(restore.output()).isEqualTo(5);
        assertThat(restore.output()).contains(packId(pack));
        Commands.Result verify = ebsnap.attempt("store", "verify");
        assertThat(verify.status()).as(verify.output()).isEqualTo(5);
        assertThat(verify.output()).contains(snapshot);

        Path rest = folder.resolve("rest.img");
        Commands.Result skipping = ebsnap.attempt("restore", snapshot, rest.toString(), "--skip-damaged");
        assertThat(skipping.status()).as(skipping.output()).isEqualTo(5);
        assertThat(Files.mismatch(rest, image.file()))
                .as("only the damaged block differs")
                .isNotEqualTo(-1);

        new Jobs(daemon).take(image.file());
        assertThat(restore().status()).as("healed by the next snapshot").isZero();
        assertThat(TestImage.digest(folder.resolve("restored.img"))).isEqualTo(content);
    }

    @Test
    void truncatedPackCostsItsOwnBlocksOnly() throws IOException {
        Path pack = largestPack();
        try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
            file.setLength(Files.size(pack) / 2);
        }
        requireDamageIsReportedAndTheDaemonUsable();
    }

    @Test
    void missingPackIsReportedAndItsContentStoredAgain() throws IOException {
        Files.delete(largestPack());
        requireDamageIsReportedAndTheDaemonUsable();
    }

    @Test
    void packUnderAnotherPacksNameIsNotBelieved() throws IOException {
        image.change(100);
        daemon = RunningDaemon.start(home);
        new Jobs(daemon).take(image.file());
        assertThat(daemon.stop()).isZero();
        List<Path> packs = packs();
        Path first = packs.get(0);
        Path second = packs.get(1);
        Path aside = folder.resolve("aside");
        Files.move(first, aside);
        Files.move(second, first);
        Files.move(aside, second);
        daemon = RunningDaemon.start(home);
        Commands.Result verify = ebsnap.attempt("store", "verify");
        assertThat(verify.status()).as(verify.output()).isEqualTo(5);
        assertThat(ebsnap.run("status")).isNotBlank();
    }

    @Test
    void missingIndexIsMadeAnew() throws IOException {
        deleteTree(home.data().resolve("index"));
        daemon = RunningDaemon.start(home);
        assertThat(restore().status()).isZero();
        assertThat(TestImage.digest(folder.resolve("restored.img"))).isEqualTo(content);
    }

    @Test
    void garbageInsteadOfAnIndexIsPutAsideAndMadeAnew() throws IOException {
        Path index = home.data().resolve("index");
        try (Stream<Path> files = Files.walk(index)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
            }
        }
        daemon = RunningDaemon.start(home);
        assertThat(restore().status()).isZero();
        assertThat(TestImage.digest(folder.resolve("restored.img"))).isEqualTo(content);
    }

    @Test
    void rebuiltIndexBringsEverythingBack() {
        daemon = RunningDaemon.start(home);
        String before = ebsnap.run("-o", "json", "snapshot", "list");
        ebsnap.run("store", "rebuild-index");
        assertThat(ebsnap.run("-o", "json", "snapshot", "list")).isEqualTo(before);
        assertThat(restore().status()).isZero();
    }

    @Test
    void wrongKeyIsRefusedAtTheStartWithTheReason() throws IOException {
        Files.write(home.data().resolve("root.key"), new byte[64]);
        daemon = RunningDaemon.launch(home, Map.of());
        assertThat(daemon.awaitEnd()).isNotZero();
        assertThat(daemon.log()).contains("keystore");
    }

    private void requireDamageIsReportedAndTheDaemonUsable() {
        daemon = RunningDaemon.start(home);
        assertThat(ebsnap.run("snapshot", "list")).contains(snapshot);
        Commands.Result restore = restore();
        assertThat(restore.status()).as(restore.output()).isEqualTo(5);
        Commands.Result verify = ebsnap.attempt("store", "verify");
        assertThat(verify.status()).as(verify.output()).isEqualTo(5);
        new Jobs(daemon).take(image.file());
        Commands.Result healed = restore();
        assertThat(healed.status()).as(healed.output()).isZero();
        assertThat(TestImage.digest(folder.resolve("restored.img"))).isEqualTo(content);
    }

    private Commands.Result restore() {
        return ebsnap.attempt(
                "restore", snapshot, folder.resolve("restored.img").toString(), "--force");
    }

    private Path largestPack() throws IOException {
        return packs().stream()
                .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                .orElseThrow();
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.walk(home.data().resolve("store").resolve("packs"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String packId(Path pack) {
        return pack.getFileName().toString();
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(offset);
            int value = access.read();
            access.seek(offset);
            access.write(value ^ 0x10);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }
}
