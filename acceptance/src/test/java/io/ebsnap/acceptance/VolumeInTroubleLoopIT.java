package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong below an attached volume costs the bytes that it strikes, and is told. */
@RequiresLoopDevices
@Requires(root = true, file = "/dev/fuse", command = "losetup")
class VolumeInTroubleLoopIT {

    private static final int MIB = 1 << 20;
    private static final int BLOCK = 512 << 10;
    private static final int SIZE = 64 * MIB;

    @RegisterExtension
    private final ScratchDisks disks = new ScratchDisks();

    @TempDir
    private Path folder;

    private final byte[] content = new byte[SIZE];
    private DaemonHome home;
    private RunningDaemon daemon;
    private CommandLine ebsnap;
    private String snapshot;

    @BeforeEach
    void snapshotOfRandomBytes() throws IOException {
        home = DaemonHome.in(folder);
        new Random(3).nextBytes(content);
        Path image = Files.write(folder.resolve("image"), content);
        daemon = RunningDaemon.start(home);
        ebsnap = new CommandLine(home);
        snapshot = CommandLine.snapshotId(ebsnap.run("snapshot", "create", image.toString()));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void damagedBlockIsAnErrorOfItsOwnRangeOnlyUntilItIsWrittenOver() throws IOException {
        assertThat(daemon.stop()).isZero();
        damageLargestPack();
        daemon = RunningDaemon.start(home);
        ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "db");
        assertThat(ebsnap.attempt("volume", "wait", "db").status()).isEqualTo(5);
        assertThat(ebsnap.run("volume", "show", "db")).contains("impaired", "1 block is damaged in the store");
        assertThat(ebsnap.run("status")).contains("damaged");
        Path device = attach();
        Path copy = folder.resolve("copy");
        Commands.run("dd", "if=" + device, "of=" + copy, "bs=512k", "conv=noerror,sync", "iflag=direct", "status=none");
        int damaged = onlyDifference(Files.readAllBytes(copy));
        assertThat(Commands.succeeds("dd", "if=" + device, "of=" + copy, "bs=512k", "skip=" + damaged, "count=1"))
                .isFalse();

        Commands.run("sh", "-c", "dd if=/dev/zero of=" + device + " bs=512k count=1 oflag=direct seek=" + damaged);
        byte[] healed = Files.readAllBytes(device);
        Arrays.fill(content, damaged * BLOCK, (damaged + 1) * BLOCK, (byte) 0);
        assertThat(Arrays.mismatch(healed, content)).isEqualTo(-1);
        ebsnap.run("volume", "detach", "db");
    }

    @Test
    void fullDiskIsToldToTheWriterAndLosesNothingThatWasWritten() throws IOException {
        assertThat(daemon.stop()).isZero();
        Path small = disks.fileSystem("ext4", 40L * MIB);
        Files.writeString(home.config(), "[volumes]\ndirectory = \"" + small.resolve("volumes") + "\"\n");
        daemon = RunningDaemon.start(home);
        ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "db", "--init-rate", "1");
        ebsnap.run("volume", "hydration", "db", "--pause");
        Path device = attach();
        byte[] early = new byte[4 * MIB];
        new Random(4).nextBytes(early);
        Path written = Files.write(folder.resolve("early"), early);
        Commands.run("dd", "if=" + written, "of=" + device, "bs=1M", "oflag=direct", "status=none");
        ebsnap.run("volume", "hydration", "db", "--resume", "--rate", "0");
        awaitShown("No space left");

        assertThat(Commands.attempt(
                                "dd", "if=/dev/urandom", "of=" + device, "bs=1M", "seek=8", "oflag=direct", "count=56")
                        .status())
                .isNotZero();
        Commands.run("dd", "if=" + device, "of=" + folder.resolve("read"), "bs=1M", "count=8", "iflag=direct");
        System.arraycopy(early, 0, content, 0, early.length);
        assertThat(Arrays.mismatch(Files.readAllBytes(folder.resolve("read")), Arrays.copyOfRange(content, 0, 8 * MIB)))
                .isEqualTo(-1);
        daemon.kill();
        daemon = RunningDaemon.start(home);
        Commands.run("cmp", "-n", String.valueOf(early.length), written.toString(), device.toString());
        ebsnap.run("volume", "detach", "db");
        ebsnap.run("volume", "delete", "db");
        assertThat(daemon.stop()).isZero();
    }

    private Path attach() {
        Path device = Path.of(ebsnap.run("volume", "attach", "db").strip());
        disks.afterwards(() -> ebsnap.attempt("volume", "detach", "db", "--force"));
        return device;
    }

    private void awaitShown(String text) {
        while (!ebsnap.run("volume", "show", "db").contains(text)) {
            RunningDaemon.pause();
        }
    }

    /** The one block that is not as it was. */
    private int onlyDifference(byte[] copy) {
        int damaged = Arrays.mismatch(copy, content) / BLOCK;
        assertThat(damaged).isNotNegative();
        System.arraycopy(content, damaged * BLOCK, copy, damaged * BLOCK, BLOCK);
        assertThat(Arrays.mismatch(copy, content)).isEqualTo(-1);
        return damaged;
    }

    private void damageLargestPack() throws IOException {
        try (Stream<Path> files = Files.walk(home.data().resolve("store").resolve("packs"))) {
            Path pack = files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
                file.seek(file.length() / 2);
                int old = file.read();
                file.seek(file.length() / 2);
                file.write(old ^ 1);
            }
        }
    }
}
