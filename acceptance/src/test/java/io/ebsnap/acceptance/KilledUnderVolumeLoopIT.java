package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The daemon is killed again and again, in service and while it starts, under an attached volume that is written and verified: not a write that
 * was answered may be lost, flushed or not, because the one who wrote it goes on.
 */
@RequiresLoopDevices
@Requires(
        root = true,
        file = "/dev/fuse",
        command = {"losetup", "fio"})
class KilledUnderVolumeLoopIT {

    private static final long SIZE = 128L << 20;
    private static final int KILLS = 4;
    private static final long FIO_SECONDS_MAX = 240;

    @RegisterExtension
    private final ScratchDisks disks = new ScratchDisks();

    @TempDir
    private Path folder;

    private DaemonHome home;
    private RunningDaemon daemon;
    private CommandLine ebsnap;

    @BeforeEach
    void start() throws IOException {
        home = DaemonHome.in(folder);
        daemon = RunningDaemon.start(home);
        ebsnap = new CommandLine(home);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    /**
     * Kills.
     *
     * @param rate of hydration, MiB/s; 0 as fast as it goes
     * @param awaited whether the volume is complete before
     */
    @ParameterizedTest
    @CsvSource({"1,false,1", "8,false,0", "0,true,1"})
    void answeredWritesOutliveTheDaemon(int rate, boolean awaited, int direct) throws Exception {
        String snapshot = snapshotOfRandomBytes();
        ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "db", "--init-rate", String.valueOf(rate));
        if (awaited) {
            ebsnap.run("volume", "wait", "db");
        }
        String device = ebsnap.run("volume", "attach", "db").strip();
        disks.afterwards(() -> ebsnap.attempt("volume", "detach", "db", "--force"));
        CompletableFuture<Commands.Result> fio = writing(device, direct);
        Random random = new Random(rate);
        for (int kill = 0; kill < KILLS; kill++) {
            Thread.sleep(300 + random.nextInt(1700));
            daemon.kill();
            daemon = RunningDaemon.launch(home, Map.of());
        }
        daemon.awaitReady();
        Commands.Result result = ended(fio);
        assertThat(result.status()).as(result.output()).isZero();
        ebsnap.run("volume", "detach", "db");
    }

    private String snapshotOfRandomBytes() throws IOException {
        Path device = disks.loop(SIZE);
        byte[] bytes = new byte[1 << 20];
        Random random = new Random(1);
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
            for (long at = 0; at < SIZE; at += bytes.length) {
                random.nextBytes(bytes);
                channel.write(ByteBuffer.wrap(bytes), at);
            }
            channel.force(true);
        }
        return CommandLine.snapshotId(ebsnap.run("snapshot", "create", device.toString()));
    }

    /** Writes every block once, which takes some seconds, and then reads and verifies all. */
    private CompletableFuture<Commands.Result> writing(String device, int direct) {
        CompletableFuture<Commands.Result> result = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("fio")
                .daemon()
                .start(() -> result.complete(Commands.attempt(
                        "fio",
                        "--name=killed",
                        "--filename=" + device,
                        "--direct=" + direct,
                        "--rw=randwrite",
                        "--bs=16k",
                        "--ioengine=libaio",
                        "--iodepth=16",
                        "--size=" + SIZE,
                        "--rate=16m",
                        "--fsync=50",
                        "--verify=crc32c",
                        "--verify_fatal=1",
                        "--verify_state_save=0",
                        "--randseed=7")));
        return result;
    }

    private Commands.Result ended(CompletableFuture<Commands.Result> fio) throws Exception {
        try {
            return fio.get(FIO_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new UncheckedIOException(new IOException("fio does not end:\n" + daemon.log(), e));
        }
    }
}
