package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.Checksums;
import io.ebsnap.format.PackFooter;
import io.ebsnap.format.PackHeader;
import io.ebsnap.format.PackTable;
import io.ebsnap.format.PackTableEntry;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A pack on its way into the store. Used by one thread at a time. Nothing of it is visible before {@link #commit}; closed
 * without one it leaves nothing.
 */
final class PackWriter implements AutoCloseable {

    private final PackHeader header;
    private final DomainKeys keys;
    private final ChunkLimits limits;
    private final ObjectUpload upload;
    private final List<PackEntry> entries = new ArrayList<>();

    private PackWriter(PackHeader header, DomainKeys keys, ChunkLimits limits, ObjectUpload upload) {
        this.header = header;
        this.keys = keys;
        this.limits = limits;
        this.upload = upload;
    }

    /** Begins an empty pack. */
    static PackWriter begin(ObjectStore store, PackHeader header, DomainKeys keys, ChunkLimits limits) {
        ObjectUpload upload = store.begin(PackNames.of(header.pack()));
        try {
            upload.append(ByteBuffer.wrap(header.encode()));
            return new PackWriter(header, keys, limits, upload);
        } catch (RuntimeException e) {
            closeAfter(e, upload);
            throw e;
        }
    }

    ChunkKind kind() {
        return header.kind();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether a record of that length can still be appended. */
    boolean hasRoomFor(int recordLength) {
        return entries.size() < limits.packChunksMax() && upload.length() + recordLength <= limits.packBytesMax();
    }

    /** What stands in it so far. The list is a view. */
    List<PackEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /** Bytes of header and records so far. */
    long lengthBytes() {
        return upload.length();
    }

    /** Appends a sealed record. */
    void append(ChunkName name, int plaintextLength, ArraySlice record) {
        int offset = Math.toIntExact(upload.length());
        upload.append(ByteBuffer.wrap(record.array(), record.offset(), record.length()));
        entries.add(new PackEntry(name.id(), offset, record.length(), plaintextLength, Checksums.crc32c(record)));
    }

    /**
     * Writes the trailer and makes the pack durable and visible. Needs at least one record.
     *
     * @return the pack as it stands in the store
     */
    PackSummary commit() {
        int tableOffset = Math.toIntExact(upload.length());
        byte[] table = PackTable.encode(rows());
        upload.append(ByteBuffer.wrap(table));
        upload.append(ByteBuffer.wrap(
                PackFooter.of(header, tableOffset, table, keys::packMac).encode()));
        long length = upload.length();
        if (!upload.commitIfAbsent()) {
            throw new Failure.Internal(
                    "there is a pack " + header.pack() + " already: pack ids are random and cannot meet", null);
        }
        return new PackSummary(header.pack(), header.kind(), header.domain(), entries.size(), length, false);
    }

    @Override
    public void close() {
        upload.close();
    }

    private List<PackTableEntry> rows() {
        return entries.stream()
                .map(entry -> new PackTableEntry(
                        entry.id(), entry.offset(), entry.length(), entry.plaintextLength(), entry.crc32c()))
                .toList();
    }

    private static void closeAfter(RuntimeException failure, ObjectUpload upload) {
        try {
            upload.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
