package io.ebsnap.catalog;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Keeps the view of a catalog in line with its objects, and notes what is to be seen to later: damage, and records with versions that are not needed any
 * more. What changes the view runs within a change of the catalog; the rest is safe for use by several threads.
 */
final class ViewReconciler {

    private final StoredVersions versions;
    private final CatalogView view;
    private final CatalogDamage damage;
    private final RecordReading reading;
    private final AtomicLong revision = new AtomicLong();

    /** Records with versions that are not needed any more. */
    private final Set<RecordName.Key> untidy = ConcurrentHashMap.newKeySet();

    ViewReconciler(ObjectCatalog.Parts parts, RecordReading reading) {
        this.versions = parts.versions();
        this.view = parts.view();
        this.damage = parts.damage();
        this.reading = reading;
    }

    /** Grows with every change of the view. */
    long revision() {
        return revision.get();
    }

    Set<RecordName.Key> untidy() {
        return untidy;
    }

    /** Brings all of the view up to date with the store. */
    void reconcile() {
        SortedMap<RecordName.Key, SortedSet<Long>> all = versions.all(this::noteStranger);
        for (CatalogKind<?> kind : CatalogKind.ALL) {
            List<String> gone = new ArrayList<>();
            try (Stream<CatalogView.Row> rows = view.list(kind.name())) {
                rows.map(CatalogView.Row::id)
                        .filter(id -> !all.containsKey(new RecordName.Key(kind.name(), id)))
                        .forEach(gone::add);
            }
            gone.forEach(id -> view.remove(kind.name(), id));
        }
        all.forEach((key, sequences) -> {
            if (CatalogKind.named(key.kind()).isPresent()) {
                refresh(key, List.copyOf(sequences));
            } else {
                damage.note(key, sequences.getLast(), new Failure.TooNew("kind '" + key.kind() + "' is not known"));
            }
        });
    }

    private void noteStranger(ObjectName name) {
        String[] segments = name.value().split("/", -1);
        RecordName.Key key = new RecordName.Key(segments[1], name.value());
        damage.note(key, 0, new Failure.Corrupt("object " + name + " does not have the name of a record"));
    }

    /** Brings the view of one record up to date with the store. */
    void refresh(RecordName.Key key) {
        refresh(key, versions.of(key));
    }

    private void refresh(RecordName.Key key, List<Long> sequences) {
        if (sequences.isEmpty()) {
            damage.forget(key);
            remove(key);
            return;
        }
        if (sequences.size() > 1) {
            untidy.add(key);
        }
        RecordName newest = new RecordName(key, sequences.getLast());
        boolean isKnown = reading.row(key)
                .filter(row -> row.sequence() == newest.sequence())
                .isPresent();
        if (!isKnown) {
            load(newest);
        }
    }

    private void load(RecordName name) {
        RecordName.Key key = name.key();
        try {
            byte[] object = versions.read(name);
            damage.forget(key);
            show(name, object);
        } catch (Failure.NotFound e) {
            overtaken(name, e);
        } catch (Failure e) {
            broken(name, e);
        }
    }

    /** Another process may have put a higher version and removed this one since the list was looked at. Each time there is a higher one, or none. */
    private void overtaken(RecordName name, Failure.NotFound missing) {
        List<Long> now = versions.of(name.key());
        if (now.isEmpty() || now.getLast() > name.sequence()) {
            refresh(name.key(), now);
        } else {
            broken(name, missing);
        }
    }

    private void broken(RecordName name, Failure reason) {
        damage.note(name.key(), name.sequence(), reason);
        view.remove(name.key().kind(), name.key().id());
    }

    /** Shows a version that the store has. */
    void show(RecordName name, byte[] object) {
        revision.incrementAndGet();
        view.put(name.key().kind(), new CatalogView.Row(name.key().id(), name.sequence(), object));
    }

    /** Shows nothing of a record any more. */
    void remove(RecordName.Key key) {
        view.remove(key.kind(), key.id());
        untidy.remove(key);
    }
}
