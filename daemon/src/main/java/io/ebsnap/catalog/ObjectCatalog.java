package io.ebsnap.catalog;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog as objects of a store, with a view for lookups: {@code docs/format/catalog.md}.
 *
 * <p>A change looks at the store's list of the record first, puts the next version if it is absent, then tells the view, then removes
 * the older versions. A crash between any two of these leaves the record as it was or as it was to be. Changes run one at a time;
 * lookups beside them. The function given to {@link #update} runs within a change and must not make another one.
 */
public final class ObjectCatalog implements Catalog {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectCatalog.class);
    private static final int ATTEMPTS_MAX = 16;

    /** How many bytes of records of snapshots are kept opened: some 100,000 of them. */
    private static final long OPENED_BYTES_MAX = 96L << 20;

    /** How many records that were looked for are kept opened: reading a snapshot block by block looks for the same few each time. */
    private static final int RECENT = 64;

    private final StoredVersions versions;
    private final CatalogView view;
    private final RecordSealing sealing;
    private final CrashPoints crashPoints;
    private final RecordJson json;
    private final CatalogDamage damage;
    private final RecordReading reading;
    private final ViewReconciler reconciler;
    private final OpenedRecords<SnapshotRecord> snapshots;
    private final RecentRecords recent = new RecentRecords(RECENT);
    private final ReentrantLock changes = new ReentrantLock();

    /** Records whose put is under way, or failed in a way that leaves open whether it happened. */
    private final Set<RecordName.Key> doubtful = ConcurrentHashMap.newKeySet();

    /** The newest version of a record, and what it says: nothing if it is a tombstone. */
    private record Current<R extends CatalogRecord>(RecordName name, Optional<R> record) {}

    /** What a catalog is made of. */
    record Parts(
            StoredVersions versions, CatalogView view, RecordSealing sealing, RecordJson json, CatalogDamage damage) {}

    private ObjectCatalog(Parts parts, OpenedRecords<SnapshotRecord> snapshots, CrashPoints crashPoints) {
        this.snapshots = snapshots;
        this.versions = parts.versions();
        this.view = parts.view();
        this.sealing = parts.sealing();
        this.json = parts.json();
        this.damage = parts.damage();
        this.reading = new RecordReading(parts);
        this.reconciler = new ViewReconciler(parts, reading);
        this.crashPoints = crashPoints;
    }

    /**
     * Opens the catalog of a store and brings the view up to date with it. Needs no key: a damaged frame is found now, anything
     * else when the record is asked for. Call {@link #tidy} when the keys are there.
     *
     * @param store not closed with the catalog
     * @param view not closed with the catalog
     */
    public static ObjectCatalog open(
            ObjectStore store, CatalogView view, RecordSealing sealing, CrashPoints crashPoints) {
        OpenedRecords<SnapshotRecord> snapshots = new OpenedRecords<>(CatalogKind.SNAPSHOT, OPENED_BYTES_MAX);
        Parts parts = new Parts(
                new StoredVersions(store),
                new NoticedView(new TolerantView(view), snapshots::noticed),
                sealing,
                new RecordJson(),
                new CatalogDamage());
        ObjectCatalog catalog = new ObjectCatalog(parts, snapshots, crashPoints);
        catalog.changes.lock();
        try {
            catalog.reconciler.reconcile();
        } finally {
            catalog.changes.unlock();
        }
        return catalog;
    }

    @Override
    public <R extends CatalogRecord> Optional<R> find(CatalogKind<R> kind, String id) {
        RecordName.Key key = new RecordName.Key(kind.name(), id);
        if (!key.isValid()) {
            return Optional.empty();
        }
        settle(key);
        requireUndamaged(key);
        return reading.row(key).flatMap(row -> recent.record(kind, row, () -> reading.record(kind, row)));
    }

    @Override
    public <R extends CatalogRecord> Stream<R> list(CatalogKind<R> kind) {
        settleAll(kind);
        Optional<List<SnapshotRecord>> opened =
                kind.equals(CatalogKind.SNAPSHOT) ? snapshots.list(view, reading) : Optional.empty();
        if (opened.isPresent()) {
            return opened.get().stream().map(kind.type()::cast).filter(record -> isUndamaged(kind, record.catalogId()));
        }
        return view.list(kind.name())
                .filter(row -> isUndamaged(kind, row.id()))
                .flatMap(row -> reading.recordIfReadable(kind, row).stream());
    }

    @Override
    public <R extends CatalogRecord> Stream<R> listComplete(CatalogKind<R> kind) {
        settleAll(kind);
        damage.requireNone(kind);
        return view.list(kind.name()).flatMap(row -> {
            requireUndamaged(new RecordName.Key(kind.name(), row.id()));
            return reading.record(kind, row).stream();
        });
    }

    @Override
    public List<DamagedRecord> damaged() {
        return damage.all();
    }

    @Override
    public <R extends CatalogRecord> void create(CatalogKind<R> kind, R record) {
        RecordName.Key key = keyOf(kind, record);
        byte[] body = json.encode(kind, record);
        change(() -> {
            for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
                Current<R> current = current(kind, key);
                if (current != null && current.record().isPresent()) {
                    throw new Failure.Conflict(kind.name() + " " + key.id() + " exists already");
                }
                if (advance(kind, following(key, current), body)) {
                    return true;
                }
            }
            throw contended(key);
        });
    }

    @Override
    public <R extends CatalogRecord> R update(CatalogKind<R> kind, String id, UnaryOperator<R> change) {
        RecordName.Key key = new RecordName.Key(kind.name(), id);
        return change(() -> {
            for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
                Current<R> current = key.isValid() ? current(kind, key) : null;
                if (current == null || current.record().isEmpty()) {
                    throw new Failure.NotFound("there is no " + kind.name() + " " + id);
                }
                R changed = change.apply(current.record().get());
                if (!keyOf(kind, changed).equals(key)) {
                    throw new IllegalArgumentException(
                            "a change made " + id + " of kind " + kind.name() + " into " + changed.catalogId());
                }
                byte[] body = json.encode(kind, changed);
                if (changed.equals(current.record().get()) || advance(kind, following(key, current), body)) {
                    return json.decode(kind, body).orElseThrow();
                }
            }
            throw contended(key);
        });
    }

    @Override
    public <R extends CatalogRecord> boolean delete(CatalogKind<R> kind, String id) {
        RecordName.Key key = new RecordName.Key(kind.name(), id);
        return change(() -> {
            for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
                Current<R> current = key.isValid() ? current(kind, key) : null;
                if (current == null || current.record().isEmpty()) {
                    return false;
                }
                if (advance(kind, following(key, current), json.tombstone())) {
                    return true;
                }
            }
            throw contended(key);
        });
    }

    /** A tombstone goes only when nothing older is there that it keeps from counting. */
    @Override
    public void purgeTombstones() {
        tidy();
        for (CatalogKind<?> kind : CatalogKind.ALL) {
            List<String> ids = new ArrayList<>();
            try (Stream<CatalogView.Row> rows = view.list(kind.name())) {
                rows.filter(row -> reading.isTombstone(kind, row)).forEach(row -> ids.add(row.id()));
            }
            ids.forEach(id -> purge(kind, new RecordName.Key(kind.name(), id)));
        }
    }

    /** Removes older versions that a crash has left, of those records whose newest version can be read. */
    public void tidy() {
        for (RecordName.Key key : reconciler.untidy()) {
            CatalogKind.named(key.kind()).ifPresent(kind -> tidy(kind, key));
        }
    }

    /**
     * Reads the newest version of every record from the store, not from the view.
     *
     * @return what cannot be read
     */
    public List<DamagedRecord> verify() {
        return change(() -> {
            reconciler.reconcile();
            List<DamagedRecord> found = new ArrayList<>(damage.all());
            for (CatalogKind<?> kind : CatalogKind.ALL) {
                try (Stream<CatalogView.Row> rows = view.list(kind.name())) {
                    rows.forEach(row -> reading.verify(kind, row).ifPresent(found::add));
                }
            }
            return found;
        });
    }

    @Override
    public long revision() {
        return reconciler.revision();
    }

    @Override
    public void close() {
        // Store and view belong to whoever gave them; nothing else is held.
    }

    /** A step of a change, which runs alone. */
    @FunctionalInterface
    private interface Step<T> {
        T run();
    }

    private <T> T change(Step<T> step) {
        if (changes.isHeldByCurrentThread()) {
            throw new IllegalStateException("a change of the catalog within another one");
        }
        changes.lock();
        try {
            return step.run();
        } finally {
            changes.unlock();
        }
    }

    /**
     * Puts the next version.
     *
     * @return false if somebody else was faster
     */
    private boolean advance(CatalogKind<?> kind, RecordName name, byte[] body) {
        byte[] object = sealing.seal(kind, name, body);
        doubtful.add(name.key());
        boolean put = versions.put(name, object) && counts(name);
        if (put) {
            crashPoints.reached("catalog.after-put");
            reconciler.show(name, object);
            crashPoints.reached("catalog.after-view");
        }
        doubtful.remove(name.key());
        if (put && name.sequence() > 1) {
            deleteOlder(name);
        }
        return put;
    }

    /** Another process may have put this number and a higher one, and removed this one again, since the list was looked at. */
    private boolean counts(RecordName name) {
        if (versions.of(name.key()).getLast() == name.sequence()) {
            return true;
        }
        versions.delete(name);
        return false;
    }

    /** The record is what it was to be by now; what cannot be removed now is removed later. */
    private void deleteOlder(RecordName newest) {
        try {
            versions.deleteOlder(newest);
        } catch (Failure.Unavailable | Failure.Exhausted e) {
            RecordName.Key key = newest.key();
            reconciler.untidy().add(key);
            LOG.warn("kind={} id={} older versions are left for later: {}", key.kind(), key.id(), e.getMessage());
        }
    }

    private static RecordName following(RecordName.Key key, @Nullable Current<?> current) {
        return new RecordName(key, current == null ? 1 : current.name().sequence() + 1);
    }

    /** The newest version as the store has it now; null if there is none. */
    private <R extends CatalogRecord> @Nullable Current<R> current(CatalogKind<R> kind, RecordName.Key key) {
        reconciler.refresh(key);
        requireUndamaged(key);
        CatalogView.Row row = reading.row(key).orElse(null);
        return row == null ? null : new Current<>(new RecordName(key, row.sequence()), reading.record(kind, row));
    }

    private void purge(CatalogKind<?> kind, RecordName.Key key) {
        change(() -> {
            Current<?> current = current(kind, key);
            if (current != null && current.record().isEmpty()) {
                versions.deleteOlder(current.name());
                crashPoints.reached("catalog.before-tombstone");
                if (versions.of(key).equals(List.of(current.name().sequence()))) {
                    versions.delete(current.name());
                    reconciler.remove(key);
                }
            }
            return true;
        });
    }

    private void tidy(CatalogKind<?> kind, RecordName.Key key) {
        change(() -> {
            try {
                Current<?> current = current(kind, key);
                if (current != null) {
                    versions.deleteOlder(current.name());
                }
                reconciler.untidy().remove(key);
            } catch (Failure e) {
                LOG.warn("kind={} id={} older versions are left: {}", key.kind(), key.id(), e.getMessage());
            }
            return true;
        });
    }

    /** After a put that failed somehow, the store knows whether it happened. */
    private void settle(RecordName.Key key) {
        if (doubtful.contains(key)) {
            changes.lock();
            try {
                if (doubtful.contains(key)) {
                    reconciler.refresh(key);
                    doubtful.remove(key);
                }
            } finally {
                changes.unlock();
            }
        }
    }

    private void settleAll(CatalogKind<?> kind) {
        for (RecordName.Key key : doubtful) {
            if (key.kind().equals(kind.name())) {
                settle(key);
            }
        }
    }

    private boolean isUndamaged(CatalogKind<?> kind, String id) {
        return damage.of(new RecordName.Key(kind.name(), id)).isEmpty();
    }

    private void requireUndamaged(RecordName.Key key) {
        damage.of(key).ifPresent(record -> {
            throw record.asFailure();
        });
    }

    private static <R extends CatalogRecord> RecordName.Key keyOf(CatalogKind<R> kind, R record) {
        RecordName.Key key = new RecordName.Key(kind.name(), record.catalogId());
        if (!key.isValid()) {
            throw new IllegalArgumentException("'" + record.catalogId() + "' cannot be the id of a " + kind.name());
        }
        return key;
    }

    private static Failure contended(RecordName.Key key) {
        return new Failure.Conflict(
                key.kind() + " " + key.id() + " was changed " + ATTEMPTS_MAX + " times by others meanwhile");
    }
}
