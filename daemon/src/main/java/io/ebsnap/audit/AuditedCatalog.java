package io.ebsnap.audit;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CatalogRecord;
import io.ebsnap.catalog.DamagedRecord;
import io.ebsnap.failure.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A catalog every change of which stands in the audit log: announced, durably, before it is made, and told as an event afterwards. Changes run one at a time, so events
 * are in the order of the changes. What cannot be announced is not done.
 */
public final class AuditedCatalog implements Catalog {

    private static final Logger LOG = LoggerFactory.getLogger(AuditedCatalog.class);
    private static final int ATTEMPTS_MAX = 16;
    private static final String KIND = "Kind";
    private static final String RECORD = "Record";
    private static final String AFTER = "After";
    private static final String RESULT = "Result";
    private static final String MESSAGE = "Message";
    private static final String NOTHING = "nothing";

    private final Catalog catalog;
    private final AuditLog log;
    private final ReentrantLock changes = new ReentrantLock();

    /** Somebody else has changed the record since it was looked at. */
    private static final class Outrun extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * A change that is told of.
     *
     * @param after the record as it is to be; null if it is to be gone
     * @param ownerId whose record it is; empty for nobody's
     */
    private record Change<R extends CatalogRecord>(
            CatalogKind<R> kind, String id, @Nullable R after, CatalogEvent event, String ownerId) {}

    /**
     * A catalog over another one.
     *
     * @param catalog closed with this
     * @param log not closed with this
     */
    public AuditedCatalog(Catalog catalog, AuditLog log) {
        this.catalog = catalog;
        this.log = log;
    }

    /** Finds out what came of the changes that an earlier daemon has announced, and says so. To be called once, before any change. */
    public void settle() {
        for (AuditLine line : log.undone()) {
            if (line.kind() == AuditKind.INTENT) {
                settle(line.sequence(), line.deed());
            }
        }
    }

    @Override
    public <R extends CatalogRecord> Optional<R> find(CatalogKind<R> kind, String id) {
        return catalog.find(kind, id);
    }

    @Override
    public <R extends CatalogRecord> Stream<R> list(CatalogKind<R> kind) {
        return catalog.list(kind);
    }

    @Override
    public <R extends CatalogRecord> Stream<R> listComplete(CatalogKind<R> kind) {
        return catalog.listComplete(kind);
    }

    @Override
    public List<DamagedRecord> damaged() {
        return catalog.damaged();
    }

    @Override
    public <R extends CatalogRecord> void create(CatalogKind<R> kind, R record) {
        changes.lock();
        try {
            Optional<CatalogEvent> event = CatalogEvents.made(record);
            if (event.isEmpty() || catalog.find(kind, record.catalogId()).isPresent()) {
                catalog.create(kind, record);
                return;
            }
            told(new Change<>(kind, record.catalogId(), record, event.get(), ownerOf(record)), () -> {
                catalog.create(kind, record);
                return true;
            });
        } finally {
            changes.unlock();
        }
    }

    @Override
    public <R extends CatalogRecord> R update(CatalogKind<R> kind, String id, UnaryOperator<R> change) {
        changes.lock();
        try {
            for (int attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
                try {
                    return updateOnce(kind, id, change);
                } catch (Outrun e) {
                    LOG.debug("kind={} id={} was changed by somebody else meanwhile", kind.name(), id);
                }
            }
            throw new Failure.Conflict(kind.name() + " " + id + " was changed by others again and again");
        } finally {
            changes.unlock();
        }
    }

    private <R extends CatalogRecord> R updateOnce(CatalogKind<R> kind, String id, UnaryOperator<R> change) {
        Optional<R> before = catalog.find(kind, id);
        Optional<R> after = before.map(change);
        Optional<CatalogEvent> event = before.isEmpty() || before.equals(after)
                ? Optional.empty()
                : CatalogEvents.changed(before.get(), after.orElseThrow());
        if (event.isEmpty()) {
            return catalog.update(kind, id, change);
        }
        R record = after.orElseThrow();
        return told(
                new Change<>(kind, id, record, event.get(), ownerOf(record)),
                () -> catalog.update(kind, id, current -> {
                    if (!current.equals(before.get())) {
                        throw new Outrun();
                    }
                    return record;
                }));
    }

    @Override
    public <R extends CatalogRecord> boolean delete(CatalogKind<R> kind, String id) {
        changes.lock();
        try {
            Optional<R> before = catalog.find(kind, id);
            Optional<CatalogEvent> event = before.flatMap(CatalogEvents::deleted);
            return event.isEmpty()
                    ? catalog.delete(kind, id)
                    : told(
                            new Change<>(kind, id, null, event.get(), ownerOf(before.orElseThrow())),
                            () -> catalog.delete(kind, id));
        } finally {
            changes.unlock();
        }
    }

    @Override
    public void purgeTombstones() {
        catalog.purgeTombstones();
    }

    @Override
    public long revision() {
        return catalog.revision();
    }

    @Override
    public void close() {
        catalog.close();
    }

    /** Something that changes the catalog. */
    @FunctionalInterface
    private interface Step<T> {
        T run();
    }

    private <R extends CatalogRecord, T> T told(Change<R> change, Step<T> step) {
        Deed deed = deed(change);
        long intent = log.begin(AuditKind.INTENT, deed.with(announced(change)));
        try {
            T result = step.run();
            end(AuditKind.EVENT, intent, deed, change.event().outcome());
            return result;
        } catch (RuntimeException failed) {
            settleAfter(failed, intent, change);
            throw failed;
        }
    }

    /** A put that failed may have happened all the same. */
    private void settleAfter(RuntimeException failed, long intent, Change<?> change) {
        try {
            if (!(failed instanceof Outrun) && isAs(change.kind(), change.id(), fingerprint(change.after()))) {
                end(AuditKind.EVENT, intent, deed(change), change.event().outcome());
            } else {
                end(
                        AuditKind.WITHDRAWN,
                        intent,
                        deed(change),
                        AuditLine.Outcome.failed(String.valueOf(failed.getMessage())));
            }
        } catch (RuntimeException e) {
            failed.addSuppressed(e);
        }
    }

    /** What happened has happened, whether it can be told or not: the next daemon tells it. */
    private void end(AuditKind kind, long intent, Deed deed, AuditLine.Outcome outcome) {
        try {
            log.end(kind, intent, deed, outcome);
        } catch (Failure e) {
            LOG.error("audit sequence={} what came of it cannot be written: {}", intent, e.getMessage());
        }
    }

    private void settle(long intent, Deed announced) {
        Map<String, String> details = new HashMap<>(announced.details());
        String kind = String.valueOf(details.remove(KIND));
        String id = String.valueOf(details.remove(RECORD));
        String after = String.valueOf(details.remove(AFTER));
        String result = String.valueOf(details.remove(RESULT));
        String message = String.valueOf(details.remove(MESSAGE));
        Deed deed = announced.with(details);
        Optional<CatalogKind<?>> known = CatalogKind.named(kind);
        if (known.isPresent() && isAs(known.get(), id, after)) {
            log.end(AuditKind.EVENT, intent, deed, new AuditLine.Outcome(result, message));
        } else {
            log.end(AuditKind.WITHDRAWN, intent, deed, AuditLine.Outcome.failed("the daemon ended before"));
        }
    }

    private boolean isAs(CatalogKind<?> kind, String id, String fingerprint) {
        return fingerprint(catalog.find(kind, id).orElse(null)).equals(fingerprint);
    }

    private Deed deed(Change<?> change) {
        return new Deed(
                log.daemon(),
                change.ownerId(),
                change.event().action(),
                change.event().resources(),
                change.event().details());
    }

    private String ownerOf(CatalogRecord record) {
        return EventOwner.of(record, log.daemon().accountId());
    }

    private Map<String, String> announced(Change<?> change) {
        Map<String, String> details = new HashMap<>(change.event().details());
        details.put(KIND, change.kind().name());
        details.put(RECORD, change.id());
        details.put(AFTER, fingerprint(change.after()));
        details.put(RESULT, change.event().result());
        details.put(MESSAGE, change.event().message());
        return details;
    }

    private String fingerprint(@Nullable CatalogRecord record) {
        return record == null ? NOTHING : log.fingerprint(record.toString());
    }
}
