package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * Tells the index what packs say of themselves, several at a time. A pack that cannot be read is a finding, never the end; a failure
 * of the index is.
 */
final class PackAdoption {

    /** How many packs are read at the same time. */
    private static final int AT_ONCE = 8;

    private final ChunkStoreParts parts;
    private final BiPredicate<PackId, ChunkId> quarantined;
    private final FindingLog findings;
    private final PackReader reader;
    private final PackSalvage salvage;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicLong packs = new AtomicLong();
    private final AtomicLong chunks = new AtomicLong();

    PackAdoption(
            ChunkStoreParts parts, WriterTools tools, BiPredicate<PackId, ChunkId> quarantined, FindingLog findings) {
        this.parts = parts;
        this.quarantined = quarantined;
        this.findings = findings;
        this.reader = new PackReader(parts.store());
        this.salvage = new PackSalvage(parts, tools, findings);
    }

    /** Gives what a pack holds to {@code sink}, perhaps in the background. */
    void adopt(PackId pack, BiConsumer<PackSummary, List<PackEntry>> sink) {
        places.acquireUninterruptibly();
        try {
            parts.commits().execute(() -> run(pack, sink));
        } catch (RuntimeException e) {
            places.release();
            throw e;
        }
    }

    /** Waits for all; throws what failed. */
    void await() {
        places.acquireUninterruptibly(AT_ONCE);
        places.release(AT_ONCE);
        failure.get().ifPresent(cause -> {
            throw cause instanceof RuntimeException e ? e : new Failure.Internal("reading packs", cause);
        });
    }

    long packs() {
        return packs.get();
    }

    long chunks() {
        return chunks.get();
    }

    private void run(PackId pack, BiConsumer<PackSummary, List<PackEntry>> sink) {
        try {
            if (failure.get().isEmpty()) {
                read(pack, sink);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(Optional.empty(), Optional.of(e));
        } finally {
            places.release();
        }
    }

    private void read(PackId pack, BiConsumer<PackSummary, List<PackEntry>> sink) {
        PackTrailer trailer;
        try {
            trailer = proven(reader.trailer(pack));
        } catch (Failure.NotFound e) {
            return; // deleted since it was listed
        } catch (Failure.Corrupt | Failure.TooNew | Failure.TooOld | Failure.Unavailable e) {
            findings.pack(FindingLog.kindOf(e), pack, String.valueOf(e.getMessage()));
            readWithoutTrailer(pack, sink);
            return;
        }
        add(trailer.summary(), trailer.entries(), sink);
    }

    /** Without the key the list is taken as it is: a lie in it would be found at the first read. */
    private PackTrailer proven(PackTrailer trailer) {
        Optional<DomainKeys> keys = keys(trailer);
        return keys.isPresent() ? trailer.proven(keys.get()) : trailer;
    }

    private Optional<DomainKeys> keys(PackTrailer trailer) {
        try {
            return Optional.of(parts.keys().apply(trailer.header().domain()));
        } catch (Failure.Denied | Failure.NotFound e) {
            return Optional.empty();
        }
    }

    private void readWithoutTrailer(PackId pack, BiConsumer<PackSummary, List<PackEntry>> sink) {
        try {
            salvage.salvage(pack).ifPresent(found -> add(found.pack(), found.entries(), sink));
        } catch (Failure.Denied e) {
            findings.pack(PackFindingKind.KEY_MISSING, pack, String.valueOf(e.getMessage()));
        } catch (Failure.NotFound | Failure.Unavailable e) {
            findings.pack(FindingLog.kindOf(e), pack, String.valueOf(e.getMessage()));
        }
    }

    private void add(PackSummary pack, List<PackEntry> entries, BiConsumer<PackSummary, List<PackEntry>> sink) {
        List<PackEntry> usable = entries.stream()
                .filter(entry -> !quarantined.test(pack.id(), entry.id()))
                .toList();
        sink.accept(pack, usable);
        packs.incrementAndGet();
        chunks.addAndGet(usable.size());
    }
}
