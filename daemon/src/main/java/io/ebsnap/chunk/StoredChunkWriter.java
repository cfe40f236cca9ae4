package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ChunkRecordHeader;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The writer of {@link ChunkStore}. Two packs are open at a time, one of each kind. A failure of the store or the index ends its use:
 * what was not flushed is dropped, the store is as it was.
 *
 * <p>Equal contents that are prepared at once are both sealed, and stored once: {@link #append} looks again.
 */
final class StoredChunkWriter implements ChunkWriter {

    private final ChunkIndex index;
    private final ChunkSealer sealer;
    private final PackStarter packs;
    private final DomainKeys keys;
    private final Pin pin;
    private final WriteStages stages;
    private final RecordBuffers buffers;
    private final WriterFate fate = new WriterFate();
    private final PackCommits commits;
    private final Map<ChunkKind, PackWriter> open = new EnumMap<>(ChunkKind.class);

    /**
     * A writer whose pin is open.
     *
     * @param keys of the pin's domain
     */
    StoredChunkWriter(ChunkStoreParts parts, WriterTools tools, DomainKeys keys, Pin pin) {
        this.index = parts.index();
        this.sealer = tools.sealer();
        this.packs = tools.packs();
        this.keys = keys;
        this.pin = pin;
        this.stages = new WriteStages(parts.nanoTime());
        this.buffers = new RecordBuffers(tools.records(), parts.limits().inFlightMax());
        this.commits = new PackCommits(parts, stages, fate);
    }

    @Override
    public DomainId domain() {
        return keys.domain();
    }

    @Override
    public int inFlightMax() {
        return buffers.dataMax();
    }

    @Override
    public List<StageCount> stages() {
        return stages.counts();
    }

    @Override
    public PreparedChunk prepare(ChunkKind kind, ArraySlice plaintext) {
        requireLength(plaintext);
        fate.requireUsable();
        long began = stages.now();
        ChunkId id = keys.idOf(kind, plaintext);
        stages.add(WriteStage.ID, began, plaintext.length());
        ChunkName name = new ChunkName(keys.domain(), kind, id);
        return isKnown(id, plaintext.length())
                ? StoredPreparedChunk.known(this, name, plaintext.length())
                : sealed(name, plaintext);
    }

    @Override
    public boolean hold(ChunkId id, int plaintextLength) {
        fate.requireUsable();
        return isKnown(id, plaintextLength);
    }

    @Override
    public int append(PreparedChunk chunk) {
        try (StoredPreparedChunk prepared = own(chunk)) {
            fate.requireUsable();
            long began = stages.now();
            int added = appendIfUnknown(prepared);
            stages.add(WriteStage.APPEND, began, added);
            return added;
        } catch (RuntimeException | Error e) {
            fate.fail(e);
            throw e;
        }
    }

    @Override
    public void flush() {
        fate.requireUsable();
        try {
            for (ChunkKind kind : ChunkKind.values()) {
                commitOpen(kind);
            }
        } catch (RuntimeException | Error e) {
            fate.fail(e);
            throw e;
        } finally {
            commits.await();
        }
        fate.requireUsable();
    }

    @Override
    public void close() {
        fate.fail(new Failure.Conflict("it is closed"));
        buffers.wakeAll();
        try {
            commits.await();
            open.values().forEach(PackWriter::close);
        } finally {
            open.clear();
            pin.close();
        }
    }

    private boolean isKnown(ChunkId id, int plaintextLength) {
        long began = stages.now();
        boolean known = pin.hold(id, () -> isStored(id));
        stages.add(WriteStage.LOOKUP, began, plaintextLength);
        return known;
    }

    /** The order matters: a pack's chunks are in the index before they are no longer on their way. */
    private boolean isStored(ChunkId id) {
        return commits.isOnItsWay(id) || index.find(id).isPresent();
    }

    private StoredPreparedChunk sealed(ChunkName name, ArraySlice plaintext) {
        RecordBuffers.Lease lease =
                buffers.lease(name.kind(), ChunkRecordHeader.BYTES + plaintext.length() + ChunkRecordHeader.TAG_BYTES);
        try {
            fate.requireUsable();
            int length = sealer.seal(keys, name, plaintext, lease.buffer(), stages);
            return StoredPreparedChunk.sealed(this, name, plaintext.length(), new SealedRecord(lease, length));
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    private int appendIfUnknown(StoredPreparedChunk chunk) {
        Optional<SealedRecord> record = chunk.record();
        if (record.isEmpty() || isStored(chunk.id())) {
            return 0;
        }
        ArraySlice bytes = record.get().bytes();
        packWithRoom(chunk.name().kind(), bytes.length()).append(chunk.name(), chunk.plaintextLength(), bytes);
        commits.appended(chunk.id());
        return bytes.length();
    }

    private PackWriter packWithRoom(ChunkKind kind, int recordLength) {
        PackWriter pack = open.get(kind);
        if (pack != null && !pack.hasRoomFor(recordLength)) {
            commitOpen(kind);
        }
        return open.computeIfAbsent(kind, fresh -> packs.begin(fresh, keys));
    }

    private void commitOpen(ChunkKind kind) {
        PackWriter pack = open.remove(kind);
        if (pack != null && pack.isEmpty()) {
            pack.close();
        } else if (pack != null) {
            commits.begin(pack);
        }
    }

    private StoredPreparedChunk own(PreparedChunk chunk) {
        if (chunk instanceof StoredPreparedChunk prepared && prepared.isOf(this)) {
            return prepared;
        }
        throw new Failure.Invalid("chunk " + chunk.id() + " was prepared by another writer");
    }

    private static void requireLength(ArraySlice plaintext) {
        if (plaintext.length() < 1 || plaintext.length() > ChunkRecordHeader.PLAINTEXT_BYTES_MAX) {
            throw new Failure.Invalid(
                    "a chunk has 1.." + ChunkRecordHeader.PLAINTEXT_BYTES_MAX + " bytes, not " + plaintext.length());
        }
    }
}
