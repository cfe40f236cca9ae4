package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.Checksums;
import io.ebsnap.format.ChunkRecordHeader;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.store.Replica;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader of {@link ChunkStore}. A chunk that a collection has moved away between look-up and read is looked up again.
 */
final class StoredChunkReader implements ChunkReader {

    private static final Logger LOG = LoggerFactory.getLogger(StoredChunkReader.class);

    /** How often a chunk may be moved under one read; each time takes a whole collection. */
    private static final int MOVES_MAX = 8;

    private final ChunkStoreParts parts;
    private final ChunkSealer sealer;
    private final SlabPool records;
    private final PackReader packs;
    private final Semaphore places;

    StoredChunkReader(ChunkStoreParts parts, WriterTools tools) {
        this.parts = parts;
        this.sealer = tools.sealer();
        this.records = tools.records();
        this.packs = new PackReader(parts.store());
        this.places = new Semaphore(parts.limits().readsInFlightMax());
    }

    @Override
    public int read(DomainId domain, ChunkKind kind, ChunkId id, ArraySlice target) {
        DomainKeys keys = parts.keys().apply(domain);
        places.acquireUninterruptibly();
        ArraySlice buffer = records.take();
        try {
            return new Reading(keys, new ChunkName(domain, kind, id), buffer, target).run();
        } finally {
            records.giveBack(buffer);
            places.release();
        }
    }

    @Override
    public Optional<ChunkLocation> locate(ChunkId id) {
        return parts.index().find(id);
    }

    /** One read. */
    private final class Reading {
        private final DomainKeys keys;
        private final ChunkName name;
        private final ArraySlice buffer;
        private final ArraySlice target;

        Reading(DomainKeys keys, ChunkName name, ArraySlice buffer, ArraySlice target) {
            this.keys = keys;
            this.name = name;
            this.buffer = buffer;
            this.target = target;
        }

        int run() {
            @Nullable ChunkLocation before = null;
            for (int move = 0; move <= MOVES_MAX; move++) {
                ChunkLocation place = locate(name.id()).orElseThrow(this::missing);
                if (place.equals(before)) {
                    throw damaged(place, "the pack is gone", null);
                }
                Optional<Integer> length = readAt(place);
                if (length.isPresent()) {
                    return length.get();
                }
                before = place;
            }
            throw new Failure.Unavailable(
                    "chunk " + name.id() + " was moved " + MOVES_MAX + " times while it was read", null);
        }

        /** Empty if the pack is not there any more. */
        private Optional<Integer> readAt(ChunkLocation place) {
            if (place.length() < ChunkRecordHeader.RECORD_BYTES_MIN
                    || place.length() > ChunkRecordHeader.RECORD_BYTES_MAX) {
                throw damaged(place, "the index says " + place.length() + " bytes, which no record has", null);
            }
            ArraySlice record = new ArraySlice(buffer.array(), buffer.offset(), place.length());
            try {
                packs.read(place.pack(), place.offset(), record);
                return Optional.of(sealer.open(keys, name, record, target));
            } catch (Failure.NotFound e) {
                return Optional.empty();
            } catch (Failure.Corrupt e) {
                return Optional.of(
                        elsewhere(place, record).orElseThrow(() -> damaged(place, String.valueOf(e.getMessage()), e)));
            } catch (Failure.TooNew | Failure.TooOld e) {
                return Optional.of(elsewhere(place, record)
                        .orElseThrow(() ->
                                isAsWritten(place, record) ? e : damaged(place, String.valueOf(e.getMessage()), e)));
            }
        }

        /** The chunk from the copy of another zone; the bad one is healed in the background. */
        private Optional<Integer> elsewhere(ChunkLocation place, ArraySlice record) {
            List<Replica> replicas = parts.store().replicas().live();
            if (replicas.size() < 2) {
                return Optional.empty();
            }
            for (Replica replica : replicas) {
                try {
                    new PackReader(replica.objects()).read(place.pack(), place.offset(), record);
                    int length = sealer.open(keys, name, record, target);
                    LOG.warn(
                            "chunk={} pack={} is damaged in another zone than {}",
                            name.id(),
                            place.pack(),
                            replica.zone());
                    parts.store().replicas().suspect(PackNames.of(place.pack()));
                    return Optional.of(length);
                } catch (Failure.Corrupt | Failure.NotFound | Failure.Unavailable | Failure.TooNew | Failure.TooOld e) {
                    // The next one may be better; if none is, the first failure says why.
                }
            }
            return Optional.empty();
        }

        /** Decay can look like another version: the trailer's checksum tells. */
        private boolean isAsWritten(ChunkLocation place, ArraySlice record) {
            int found = Checksums.crc32c(record);
            return packs.trailer(place.pack()).entries().stream()
                    .anyMatch(entry -> entry.offset() == place.offset() && entry.crc32c() == found);
        }

        private Failure missing() {
            return new Failure.Corrupt("chunk " + name.id() + " is in no pack that the index knows");
        }

        private Failure damaged(ChunkLocation place, String reason, @Nullable Throwable cause) {
            parts.damage().damaged(name.id(), place.pack(), reason);
            return new Failure.Corrupt(
                    "chunk " + name.id() + " in pack " + place.pack() + " at offset " + place.offset() + ": " + reason,
                    cause);
        }
    }
}
