package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.Checksums;
import io.ebsnap.format.ChunkRecordHeader;
import io.ebsnap.format.PackHeader;
import io.ebsnap.format.PackTable;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.PackId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the records of a pack whose trailer cannot be used, one behind the other: each says its own name and length, and is proven by its
 * tag and id, so that nothing is taken on trust. Ends at the first place where no record can begin.
 */
final class PackSalvage {

    private final ChunkStoreParts parts;
    private final WriterTools tools;
    private final PackReader reader;
    private final FindingLog findings;

    PackSalvage(ChunkStoreParts parts, WriterTools tools, FindingLog findings) {
        this.parts = parts;
        this.tools = tools;
        this.reader = new PackReader(parts.store());
        this.findings = findings;
    }

    /**
     * The records that are whole.
     *
     * @return the pack as far as it could be read, and its records; empty if there is none
     * @throws Failure.Denied if the domain's keys are not to be had
     */
    Optional<Salvaged> salvage(PackId pack) {
        long length = parts.store().size(PackNames.of(pack));
        ArraySlice buffer = tools.records().take();
        try {
            return scan(pack, length, buffer);
        } finally {
            tools.records().giveBack(buffer);
        }
    }

    private Optional<Salvaged> scan(PackId pack, long length, ArraySlice buffer) {
        List<PackEntry> entries = new ArrayList<>();
        Optional<ChunkRecordHeader> first = Optional.empty();
        long offset = PackHeader.BYTES;
        while (entries.size() < PackTable.ENTRIES_MAX) {
            Optional<ChunkRecordHeader> header = headerAt(pack, offset, length, buffer);
            if (header.isEmpty() || !isAlike(first.orElse(header.get()), header.get())) {
                break;
            }
            first = first.or(() -> header);
            prove(pack, header.get(), (int) offset, buffer).ifPresent(entries::add);
            offset += header.get().recordLength();
        }
        return first.map(like -> new Salvaged(summary(pack, like, entries.size(), length), entries));
    }

    /** Reads a record's head if one can stand there and end within the pack. */
    private Optional<ChunkRecordHeader> headerAt(PackId pack, long offset, long length, ArraySlice buffer) {
        if (offset + ChunkRecordHeader.RECORD_BYTES_MIN > length || offset > PackTable.RECORDS_END_MAX) {
            return Optional.empty();
        }
        try {
            ArraySlice head = prefix(buffer, ChunkRecordHeader.BYTES);
            reader.read(pack, offset, head);
            ChunkRecordHeader header = ChunkRecordHeader.decode(head);
            return offset + header.recordLength() <= length ? Optional.of(header) : Optional.empty();
        } catch (Failure.Corrupt | Failure.TooNew | Failure.TooOld e) {
            return Optional.empty();
        }
    }

    private Optional<PackEntry> prove(PackId pack, ChunkRecordHeader header, int offset, ArraySlice buffer) {
        DomainKeys keys = parts.keys().apply(header.domain());
        ArraySlice record = prefix(buffer, header.recordLength());
        ArraySlice plaintext = tools.records().take();
        try {
            reader.read(pack, offset, record);
            tools.sealer().open(keys, new ChunkName(header.domain(), header.kind(), header.id()), record, plaintext);
            return Optional.of(new PackEntry(
                    header.id(), offset, record.length(), header.plaintextLength(), Checksums.crc32c(record)));
        } catch (Failure.Corrupt e) {
            findings.chunk(pack, header.id(), String.valueOf(e.getMessage()));
            return Optional.empty();
        } finally {
            tools.records().giveBack(plaintext);
        }
    }

    private static boolean isAlike(ChunkRecordHeader first, ChunkRecordHeader header) {
        return first.kind() == header.kind() && first.domain().equals(header.domain());
    }

    private static PackSummary summary(PackId pack, ChunkRecordHeader like, int entries, long length) {
        return new PackSummary(pack, like.kind(), like.domain(), entries, length, false);
    }

    private static ArraySlice prefix(ArraySlice slice, int length) {
        return new ArraySlice(slice.array(), slice.offset(), length);
    }

    /**
     * What could be read of a pack.
     *
     * @param pack what it is
     * @param entries its whole records
     */
    record Salvaged(PackSummary pack, List<PackEntry> entries) {}
}
