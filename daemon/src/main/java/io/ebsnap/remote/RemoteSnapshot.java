package io.ebsnap.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.DistantFacts;
import io.ebsnap.snapshot.DistantPage;
import io.ebsnap.snapshot.DistantSnapshot;
import io.ebsnap.snapshot.DistantSnapshots.Patience;
import io.ebsnap.snapshot.DistantSum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot of a remote. Each call has a line of its own while it lasts, so that as many are under way as there are callers; lines are kept for the next call. A patient one that
 * finds no answer calls again, later each time, until somebody wakes it.
 */
final class RemoteSnapshot implements DistantSnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteSnapshot.class);

    /** So many connections are tried at once that turn out to be cut. */
    private static final int STALE_MAX = 16;

    private final SnapshotId id;
    private final Supplier<Asking> caller;
    private final Patience patience;
    private final RemoteLimits limits;

    @GuardedBy("this")
    private final Deque<Asking> idle = new ArrayDeque<>();

    /** Lines that are in use: cut when it is woken. */
    @GuardedBy("this")
    private final Set<Asking> busy = new HashSet<>();

    private final CountDownLatch woken = new CountDownLatch(1);

    @GuardedBy("this")
    private boolean awake;

    /** Whether nobody has answered lately, and that was said. */
    @GuardedBy("this")
    private boolean lost;

    @GuardedBy("this")
    private @Nullable DistantFacts facts;

    /** A question. */
    private interface Question<T> {
        T put(Asking line) throws IOException;
    }

    /**
     * A snapshot that is not asked for yet.
     *
     * @param caller calls the remote, as it is known then
     */
    RemoteSnapshot(SnapshotId id, Supplier<Asking> caller, Patience patience, RemoteLimits limits) {
        this.id = id;
        this.caller = caller;
        this.patience = patience;
        this.limits = limits;
    }

    @Override
    public DistantFacts facts() {
        synchronized (this) {
            if (facts != null) {
                return facts;
            }
        }
        return ask(line -> line.open(id));
    }

    @Override
    public boolean isComparableTo(SnapshotId earlier) {
        return ask(line -> line.isComparableTo(earlier));
    }

    @Override
    public DistantPage page(Optional<SnapshotId> since, long from) {
        long blockCount = geometry().blockCount();
        return ask(line -> line.page(since, from, blockCount));
    }

    @Override
    public DistantSum sum(Optional<SnapshotId> since) {
        VolumeGeometry geometry = geometry();
        return ask(line -> line.sum(since, geometry));
    }

    @Override
    public void read(long block, ByteBuffer target) {
        int begin = target.position();
        DistantFacts unused = ask(line -> {
            target.position(begin);
            line.read(block, target);
            return known();
        });
    }

    @Override
    public synchronized void wake() {
        awake = true;
        busy.forEach(Asking::close);
        woken.countDown();
    }

    @Override
    public synchronized void close() {
        wake();
        idle.forEach(Asking::close);
        idle.clear();
    }

    private VolumeGeometry geometry() {
        return new VolumeGeometry(facts().sizeBytes());
    }

    private synchronized DistantFacts known() {
        if (facts == null) {
            throw new IllegalStateException("nothing was opened");
        }
        return facts;
    }

    private <T> T ask(Question<T> question) {
        for (int attempt = 0; ; attempt++) {
            try {
                return askOnce(question);
            } catch (Failure.Unavailable e) {
                giveUpOrPause(attempt, e);
            }
        }
    }

    private <T> T askOnce(Question<T> question) {
        Asking line = take();
        boolean well = false;
        try {
            T answer = question.put(line);
            well = true;
            return answer;
        } catch (IOException e) {
            throw new Failure.Unavailable(id + " of a remote cannot be read: " + e, e);
        } finally {
            giveBack(line, well);
        }
    }

    /** A line on which the snapshot is open. */
    private Asking take() {
        synchronized (this) {
            requireAsleep();
            Asking kept = idle.pollFirst();
            if (kept != null) {
                busy.add(kept);
                return kept;
            }
        }
        return used(opened());
    }

    /** One that the remote has made may be cut without anybody having noticed: then the next one is tried. */
    private Asking opened() {
        for (int attempt = 1; ; attempt++) {
            Asking called = caller.get();
            try {
                opened(called.open(id));
                return called;
            } catch (IOException e) {
                called.close();
                if (attempt == STALE_MAX) {
                    throw new Failure.Unavailable(id + " of a remote cannot be opened: " + e, e);
                }
            } catch (RuntimeException e) {
                called.close();
                throw e;
            }
        }
    }

    private synchronized Asking used(Asking line) {
        busy.add(line);
        if (awake) {
            line.close();
        }
        return line;
    }

    /** A snapshot never changes: whoever tells another one of the same id is not to be believed. */
    private synchronized void opened(DistantFacts told) {
        if (facts != null
                && (facts.sizeBytes() != told.sizeBytes() || !facts.startTime().equals(told.startTime()))) {
            throw new Failure.Corrupt("the remote tells now another " + id + " than before");
        }
        facts = told;
        if (lost) {
            lost = false;
            LOG.info("distant-snapshot={} its remote answers again", id);
        }
    }

    private synchronized void giveBack(Asking line, boolean well) {
        busy.remove(line);
        if (well && !awake && !line.isClosed()) {
            idle.addFirst(line);
        } else {
            line.close();
        }
        if (!well) {
            // Where one is cut the others mostly are.
            idle.forEach(Asking::close);
            idle.clear();
        }
    }

    private void giveUpOrPause(int attempt, Failure.Unavailable failure) {
        synchronized (this) {
            if (patience == Patience.NONE || awake) {
                throw failure;
            }
            if (attempt > 0 && !lost) {
                lost = true;
                LOG.warn(
                        "distant-snapshot={} its remote does not answer, and is called again: {}",
                        id,
                        failure.getMessage());
            }
        }
        pause(limits.pauseBefore(attempt));
    }

    private void pause(Duration pause) {
        try {
            if (woken.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unwanted();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted while waiting for a remote", e);
        }
    }

    private Failure.Unavailable unwanted() {
        return new Failure.Unavailable(id + " of a remote is not wanted any more", null);
    }

    @GuardedBy("this")
    private void requireAsleep() {
        if (awake) {
            throw unwanted();
        }
    }
}
