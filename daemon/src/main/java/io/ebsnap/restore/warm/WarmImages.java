package io.ebsnap.restore.warm;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.FastRestore;
import io.ebsnap.restore.FastRestores;
import io.ebsnap.volume.ReadyContent;
import io.ebsnap.volume.ThinZone;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fast restore in one zone. What is ordered is a durable record; a thread of its own does what follows from the records, one image or copy at a time.
 */
public final class WarmImages implements FastRestores, ReadyContent, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmImages.class);
    private static final long LOOK_MILLIS = 30_000;
    private static final long STOP_SECONDS_MAX = 60;

    private final WarmParts parts;
    private final WarmSettings settings;
    private final WarmRecords records;
    private final WarmZone zone;
    private final WarmRounds rounds;
    private final WarmPlacing placing;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("fast-restore-work").factory());
    private final Thread looker =
            Thread.ofPlatform().daemon().name("fast-restore-look").unstarted(this::look);

    /** A permit asks for a look. */
    private final Semaphore pokes = new Semaphore(0);

    private volatile boolean closed;

    /** Fast restore that has not started. */
    public WarmImages(WarmParts parts, WarmSettings settings) {
        this.parts = parts;
        this.settings = settings;
        this.records = new WarmRecords(parts);
        this.zone = new WarmZone(
                parts.zone().name(),
                place(parts, new WarmFiles(parts.linux(), parts.zone().directory(), settings.sharing())),
                settings);
        this.rounds = new WarmRounds(parts, records, zone);
        this.placing = new WarmPlacing(parts, records, zone, settings.credits());
    }

    /** Where the zone's new volumes have their targets, images lie too: only there one can be made of the other. */
    private static ImagePlace place(WarmParts parts, WarmFiles files) {
        Optional<ThinZone> thin = parts.zone().thin();
        return thin.isPresent() && thin.get().pool().isPresent()
                ? new ThinImages(thin.get().volumes(), thin.get().pool().get(), files)
                : files;
    }

    /** Goes on with what an earlier daemon has left. To be called once. */
    public void start() {
        tidy();
        worker.execute(parts.standBack());
        looker.start();
    }

    /** As {@link #start} does it first, for tests that look themselves. */
    void tidy() {
        try {
            rounds.tidy();
        } catch (Failure e) {
            LOG.error("what an earlier daemon left of fast restore stays: {}", e.getMessage());
        }
    }

    /** One look, with the long work done by {@code elsewhere}. */
    void round(Executor elsewhere) {
        rounds.round(elsewhere, this::poke);
    }

    @Override
    public FastRestore enable(SnapshotId snapshot, String zoneName) {
        requireZone(zoneName);
        SnapshotRecord source =
                records.snapshot(snapshot.value()).orElseThrow(() -> new Failure.NotFound("there is no " + snapshot));
        FastRestoreRecord ordered = FastRestoreLife.ordered(source, zone.name(), records.now());
        parts.keyring().keysOf(BlockMap.of(source).domain());
        FastRestoreRecord now = ordered(ordered.encrypted(encryption(source, ordered.catalogId())));
        parts.reached("after-order");
        rounds.retry(now);
        poke();
        return view(now);
    }

    /** Images are encrypted as new volumes are; null if they are not. */
    private @Nullable TargetEncryption encryption(SnapshotRecord source, String holder) {
        return parts.encryption().byDefault().getAsBoolean()
                ? parts.encryption().keys().make(holder, parts.keyring().resolve(source.kmsKeyId()))
                : null;
    }

    private FastRestoreRecord ordered(FastRestoreRecord order) {
        synchronized (records) {
            Optional<FastRestoreRecord> known = records.find(order.snapshotId(), order.availabilityZone());
            if (known.isEmpty() || FastRestoreLife.isGivenUp(known.get())) {
                requireRoomForOneMore();
            }
            if (known.isPresent()) {
                return records.update(known.get(), old -> FastRestoreLife.orderedAgain(old, order));
            }
            records.create(order);
            return order;
        }
    }

    private void requireRoomForOneMore() {
        long enabled = records.all().stream()
                .filter(record -> !FastRestoreLife.isGivenUp(record))
                .count();
        if (enabled >= ENABLED_MAX) {
            throw new Failure.Exhausted(
                    "fast restore of " + enabled + " snapshots is enabled, and that is as many as may be",
                    "disable it for one that is not needed",
                    null);
        }
    }

    private void requireZone(String name) {
        if (!name.isEmpty() && !name.equals(zone.name())) {
            throw new Failure.Invalid(
                    "fast restore is for volumes of zone '" + zone.name() + "' only, and not of zone '" + name + "'");
        }
    }

    @Override
    public FastRestore disable(SnapshotId snapshot, String zoneName) {
        String wanted = zoneName.isEmpty() ? zone.name() : zoneName;
        FastRestoreRecord known = records.find(snapshot.value(), wanted)
                .filter(record -> record.state() != FastRestoreState.DISABLED)
                .orElseThrow(() -> new Failure.NotFound(
                        "fast restore of " + snapshot + " is not enabled in zone '" + wanted + "'"));
        FastRestoreRecord now = records.giveUp(known, FastRestoreLife.USER, "");
        parts.reached("after-disable");
        rounds.jobOf(now).ifPresent(WarmJob::end);
        poke();
        return view(now);
    }

    @Override
    public List<FastRestore> list() {
        return records.all().stream().map(this::view).toList();
    }

    @Override
    public void snapshotsDeleted() {
        rounds.disableDeleted();
        poke();
    }

    @Override
    public Placed place(SnapshotId snapshot, String zoneName, Path target, boolean encrypted) {
        if (!zoneName.equals(zone.name())) {
            return Placed.plain(new VolumeRestoreMode(
                    false, "lazy: fast restore is for volumes of zone '" + zone.name() + "' only"));
        }
        synchronized (records) {
            Placed placed = placing.place(records.find(snapshot.value(), zoneName), target, encrypted);
            poke();
            return placed;
        }
    }

    private FastRestore view(FastRestoreRecord record) {
        boolean enabled = record.state() == FastRestoreState.ENABLED;
        CreditBucket bucket = CreditBucket.of(record.sizeBytes());
        return new FastRestore(
                record,
                FastRestoreLife.isGivenUp(record) || !zone.isOf(record)
                        ? ""
                        : zone.methodIfKnown().map(WarmMethod::word).orElse(""),
                zone.isOf(record) ? zone.images().copies(record.snapshotId()) : 0,
                settings.credits() && enabled
                        ? Optional.of(bucket.balance(record.credits(), records.now()))
                        : Optional.empty(),
                rounds.jobOf(record).map(WarmJob::work));
    }

    private void poke() {
        pokes.release();
    }

    private void look() {
        while (!closed) {
            try {
                round(worker);
            } catch (RuntimeException e) {
                LOG.error("fast restore: a look failed", e);
            }
            awaitPoke();
        }
    }

    private void awaitPoke() {
        try {
            boolean unused = pokes.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            pokes.drainPermits();
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what is under way; the next daemon goes on with it. */
    @Override
    public void close() {
        closed = true;
        poke();
        try {
            looker.join();
            rounds.end();
            worker.shutdown();
            if (!worker.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.error("fast restore does not stop: its disk does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
