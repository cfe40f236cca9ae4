package io.ebsnap.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.device.BlockSource;
import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A copy leaves a processor to those who use what it reads, and to nobody else. */
final class ForegroundGateTest {

    private static final long MILLIS = 1_000_000;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 100 * MILLIS);
    private final UsedSource source = new UsedSource();
    private final ForegroundGate gate = new ForegroundGate(source, 1, clock::get);

    private CountDownLatch passing(int worker) {
        CountDownLatch passed = new CountDownLatch(1);
        Thread.ofPlatform().name("worker").daemon().start(() -> {
            gate.pass(worker);
            passed.countDown();
        });
        return passed;
    }

    private static boolean passes(CountDownLatch passed) throws InterruptedException {
        return passed.await(10, TimeUnit.SECONDS);
    }

    private static boolean waits(CountDownLatch passed) throws InterruptedException {
        return !passed.await(200, TimeUnit.MILLISECONDS);
    }

    @Test
    void withoutUsersEveryWorkerPasses() throws InterruptedException {
        assertThat(passes(passing(0))).isTrue();
        assertThat(passes(passing(7))).isTrue();
    }

    @Test
    void besideUsersSomePassAndTheOthersWait() throws InterruptedException {
        source.used = true;
        clock.addAndGet(60 * MILLIS);

        assertThat(passes(passing(0))).isTrue();
        assertThat(waits(passing(1))).isTrue();
    }

    @Test
    void usersWhoWereThereBeforeTheCopyHoldNobodyBack() throws InterruptedException {
        UsedSource left = new UsedSource();
        left.once = true;
        ForegroundGate begun = new ForegroundGate(left, 1, clock::get);
        clock.addAndGet(60 * MILLIS);

        begun.pass(1);

        assertThat(left.asked).isEqualTo(2);
    }

    @Test
    void whoWaitsGoesOnWhenUsersHaveNotComeBack() throws InterruptedException {
        source.used = true;
        clock.addAndGet(60 * MILLIS);
        CountDownLatch passed = passing(1);
        assertThat(waits(passed)).isTrue();

        source.used = false;
        clock.addAndGet(400 * MILLIS);
        assertThat(waits(passed)).isTrue();
        clock.addAndGet(200 * MILLIS);

        assertThat(passes(passed)).isTrue();
    }

    @Test
    void nobodyWaitsForTheEndOfACopy() throws InterruptedException {
        source.used = true;
        clock.addAndGet(60 * MILLIS);
        CountDownLatch passed = passing(1);
        assertThat(waits(passed)).isTrue();

        gate.open();

        assertThat(passes(passed)).isTrue();
        assertThat(passes(passing(1))).isTrue();
    }

    private static final class UsedSource implements BlockSource {
        private volatile boolean used;
        private boolean once;
        private int asked;

        @Override
        public boolean usedSinceAsked() {
            asked++;
            boolean was = used || once;
            once = false;
            return was;
        }

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public VolumeGeometry geometry() {
            return new VolumeGeometry(VolumeGeometry.BLOCK_BYTES);
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            throw new AssertionError("a gate reads nothing");
        }

        @Override
        public boolean knownZeros(long offset, long length) {
            return false;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
