package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.Checksums;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.PackId;
import java.util.Optional;

/**
 * Reads a whole pack and checks all that can be checked: by checksums without keys, by tags and ids with them. Each damaged record is
 * told to the damage listener. Changes nothing. Safe for use by several threads.
 */
final class PackScrubber {

    private final ChunkStoreParts parts;
    private final WriterTools tools;
    private final PackReader reader;

    PackScrubber(ChunkStoreParts parts, WriterTools tools) {
        this.parts = parts;
        this.tools = tools;
        this.reader = new PackReader(parts.store());
    }

    /**
     * Checks a pack with the keys of its domain if they are to be had; in every zone, where there are several.
     *
     * @param repair whether bad copies are mended from those of other zones
     * @throws Failure.NotFound if there is no such pack
     */
    PackScrub scrub(PackId pack, boolean repair) {
        boolean several = parts.store().replicas().live().size() > 1;
        Optional<PackScrub> ofAll = several ? new CopiesScrub(parts, tools, pack, repair).scrub() : Optional.empty();
        return ofAll.orElseGet(() -> scrubOne(pack));
    }

    private PackScrub scrubOne(PackId pack) {
        FindingLog findings = new FindingLog();
        try {
            return scrub(reader.trailer(pack), findings);
        } catch (Failure.Corrupt | Failure.TooNew | Failure.TooOld | Failure.Unavailable e) {
            findings.pack(FindingLog.kindOf(e), pack, String.valueOf(e.getMessage()));
            return withoutTrailer(pack, findings);
        }
    }

    private PackScrub scrub(PackTrailer trailer, FindingLog findings) {
        Optional<DomainKeys> keys = keys(trailer, findings);
        keys.ifPresent(trailer::proven);
        ArraySlice record = tools.records().take();
        ArraySlice plaintext = tools.records().take();
        try {
            for (PackEntry entry : trailer.entries()) {
                new RecordCheck(trailer, entry, findings).run(keys, prefix(record, entry.length()), plaintext);
            }
        } finally {
            tools.records().giveBack(record);
            tools.records().giveBack(plaintext);
        }
        return new PackScrub(trailer.lengthBytes(), trailer.entries().size(), keys.isPresent(), findings.kept());
    }

    private Optional<DomainKeys> keys(PackTrailer trailer, FindingLog findings) {
        try {
            return Optional.of(parts.keys().apply(trailer.header().domain()));
        } catch (Failure.Denied | Failure.NotFound e) {
            findings.pack(
                    PackFindingKind.KEY_MISSING,
                    trailer.header().pack(),
                    "checked by checksums only: " + e.getMessage());
            return Optional.empty();
        }
    }

    private PackScrub withoutTrailer(PackId pack, FindingLog findings) {
        long bytes = parts.store().size(PackNames.of(pack));
        try {
            long chunks = new PackSalvage(parts, tools, findings)
                    .salvage(pack)
                    .map(found -> found.entries().size())
                    .orElse(0);
            return new PackScrub(bytes, chunks, true, findings.kept());
        } catch (Failure.Denied | Failure.Unavailable e) {
            findings.pack(FindingLog.kindOf(e), pack, String.valueOf(e.getMessage()));
            return new PackScrub(bytes, 0, false, findings.kept());
        }
    }

    private static ArraySlice prefix(ArraySlice slice, int length) {
        return new ArraySlice(slice.array(), slice.offset(), length);
    }

    /** The check of one record. */
    private final class RecordCheck {
        private final PackTrailer trailer;
        private final PackEntry entry;
        private final FindingLog findings;

        RecordCheck(PackTrailer trailer, PackEntry entry, FindingLog findings) {
            this.trailer = trailer;
            this.entry = entry;
            this.findings = findings;
        }

        void run(Optional<DomainKeys> keys, ArraySlice record, ArraySlice plaintext) {
            PackId pack = trailer.header().pack();
            try {
                reader.read(pack, entry.offset(), record);
                requireCrc(record);
                if (keys.isPresent()) {
                    ChunkName name = new ChunkName(
                            trailer.header().domain(), trailer.header().kind(), entry.id());
                    tools.sealer().open(keys.get(), name, record, plaintext);
                }
            } catch (Failure.Corrupt | Failure.Unavailable | Failure.TooNew | Failure.TooOld e) {
                String reason = String.valueOf(e.getMessage());
                findings.chunk(pack, entry.id(), reason);
                parts.damage().damaged(entry.id(), pack, reason);
            }
        }

        private void requireCrc(ArraySlice record) {
            int found = Checksums.crc32c(record);
            if (found != entry.crc32c()) {
                throw new Failure.Corrupt("record at offset " + entry.offset() + " has CRC-32C "
                        + Integer.toHexString(found) + " instead of " + Integer.toHexString(entry.crc32c()));
            }
        }
    }
}
