package io.ebsnap.acceptance;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.linux.testing.RequiresRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 1 on the real daemon: SIGKILL at random moments, while snapshots are taken, deleted and collected and the index is
 * rebuilt. After each death a new daemon must have every completed snapshot, to the byte, and nothing half that looks whole.
 *
 * <p>{@code -Debsnap.kills=N} sets the number of random kills, {@code -Debsnap.kill.seed=S} where the chance begins.
 */
@RequiresRoot
class KilledDaemonIT {

    private static final int KILLS = Integer.getInteger("ebsnap.kills", 20);
    private static final long SEED = Long.getLong("ebsnap.kill.seed", 20_261L);
    private static final long IMAGE_BYTES = (24L << 20) + 4096 * 3;
    private static final int SNAPSHOTS_KEPT = 6;

    @TempDir
    private Path folder;

    @Test
    void noCompletedSnapshotIsLostWheneverTheDaemonIsKilled() throws Exception {
        DaemonHome home = DaemonHome.in(folder);
        PromisedSnapshots promised = new PromisedSnapshots(folder.resolve("restored.img"));
        Random random = new Random(SEED);
        TestImage image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, random);
        image.change(60);
        for (int kill = 0; kill < KILLS; kill++) {
            RunningDaemon daemon = RunningDaemon.start(home);
            try (daemon) {
                check(daemon, promised, random, kill % 10 == 9);
                Thread killer = killAfter(daemon, random.nextInt(1_200));
                try {
                    while (daemon.isAlive()) {
                        work(daemon, image, promised, random);
                    }
                } catch (DaemonUnreachable expected) {
                    // the daemon died at work, as it should
                } finally {
                    killer.join();
                }
            }
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            promised.finishCleanly(home, daemon);
        }
    }

    private static void check(RunningDaemon daemon, PromisedSnapshots promised, Random random, boolean all) {
        if (all) {
            promised.check(daemon);
        } else {
            promised.checkSome(daemon, random);
        }
    }

    private static void work(RunningDaemon daemon, TestImage image, PromisedSnapshots promised, Random random) {
        Jobs jobs = new Jobs(daemon);
        switch (random.nextInt(10)) {
            case 0, 1 -> jobs.collectGarbage();
            case 2 -> jobs.rebuildIndex();
            case 3, 4 -> {
                List<String> completed = promised.completed();
                if (completed.size() > SNAPSHOTS_KEPT) {
                    promised.forget(jobs, completed.get(random.nextInt(completed.size())));
                }
            }
            default -> {
                image.change(1 + random.nextInt(12));
                promised.take(jobs, image);
            }
        }
    }

    private static Thread killAfter(RunningDaemon daemon, int millis) {
        return Thread.ofPlatform().name("killer").start(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            daemon.kill();
        });
    }
}
