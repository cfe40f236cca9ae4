package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.Replica;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a pack in every zone, record by record, and mends bad copies: each record from any zone where it is good, so that
 * two copies with different damage mend each other. A record that is good nowhere stays as it is, and is told to the damage listener.
 * For one thread.
 */
final class CopiesScrub {

    private static final Logger LOG = LoggerFactory.getLogger(CopiesScrub.class);

    private final ChunkStoreParts parts;
    private final WriterTools tools;
    private final PackId pack;
    private final boolean repair;
    private final FindingLog findings = new FindingLog();

    CopiesScrub(ChunkStoreParts parts, WriterTools tools, PackId pack, boolean repair) {
        this.parts = parts;
        this.tools = tools;
        this.pack = pack;
        this.repair = repair;
    }

    /**
     * Checks it.
     *
     * @return empty if no zone has a trailer that can be believed
     * @throws Failure.NotFound if no zone has the pack
     */
    Optional<PackScrub> scrub() {
        List<PackCopy> copies = parts.store().replicas().live().stream()
                .map(replica -> PackCopy.of(replica, pack))
                .toList();
        requireThere(copies);
        Optional<DomainKeys> keys = keys(copies);
        keys.ifPresent(found -> copies.forEach(copy -> copy.requireProven(found)));
        return copies.stream()
                .flatMap(copy -> copy.trailer().stream())
                .findFirst()
                .map(trailer -> scrub(copies, trailer, keys));
    }

    private PackScrub scrub(List<PackCopy> copies, PackTrailer trailer, Optional<DomainKeys> keys) {
        BitSet anywhere = new BitSet();
        ArraySlice record = tools.records().take();
        ArraySlice plaintext = tools.records().take();
        try {
            Judging judging = new Judging(trailer, keys, record, plaintext);
            for (int index = 0; index < trailer.entries().size(); index++) {
                judge(copies, index, judging, anywhere);
                requireThere(copies);
                tellIfLost(trailer.entries().get(index), anywhere.get(index), copies.getFirst());
            }
            for (PackCopy copy : copies) {
                if (!copy.isWhole(anywhere)) {
                    mend(copy, copies, trailer, record);
                }
            }
        } finally {
            tools.records().giveBack(record);
            tools.records().giveBack(plaintext);
        }
        return new PackScrub(trailer.lengthBytes(), trailer.entries().size(), keys.isPresent(), findings.kept());
    }

    private static void judge(List<PackCopy> copies, int index, Judging judging, BitSet anywhere) {
        for (PackCopy copy : copies) {
            copy.judged(index, judging.isGood(copy, index));
            anywhere.set(index, anywhere.get(index) || copy.isGood(index));
        }
    }

    /** A collection may delete the pack at any time. */
    private void requireThere(List<PackCopy> copies) {
        if (copies.stream().allMatch(PackCopy::isMissing)) {
            throw new Failure.NotFound("there is no pack " + pack);
        }
    }

    private Optional<DomainKeys> keys(List<PackCopy> copies) {
        for (PackCopy copy : copies) {
            if (copy.trailer().isPresent()) {
                try {
                    return Optional.of(
                            parts.keys().apply(copy.trailer().get().header().domain()));
                } catch (Failure.Denied | Failure.NotFound e) {
                    findings.pack(PackFindingKind.KEY_MISSING, pack, "checked by checksums only: " + e.getMessage());
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private void tellIfLost(PackEntry entry, boolean isGoodSomewhere, PackCopy first) {
        if (!isGoodSomewhere) {
            String reason = "it is good in no zone: " + first.problem();
            findings.chunk(pack, entry.id(), reason);
            parts.damage().damaged(entry.id(), pack, reason);
        }
    }

    private void mend(PackCopy copy, List<PackCopy> copies, PackTrailer trailer, ArraySlice buffer) {
        String what = "zone " + copy.replica().zone() + ": " + copy.problem();
        if (!repair) {
            findings.pack(PackFindingKind.COPY_DAMAGED, pack, what + "; another zone has it whole");
            return;
        }
        try {
            PackCopy whole = copies.stream()
                    .filter(other -> other.trailer().filter(trailer::equals).isPresent())
                    .findFirst()
                    .orElseThrow();
            copy.replica()
                    .replace(
                            PackNames.of(pack),
                            upload -> new Assembly(copies, copy, whole, buffer).write(trailer, upload));
            findings.pack(PackFindingKind.COPY_HEALED, pack, what + "; healed from another zone");
            LOG.warn("pack={} {}; healed from another zone", pack, what);
        } catch (Failure e) {
            findings.pack(PackFindingKind.COPY_DAMAGED, pack, what + "; it could not be healed: " + e.getMessage());
        }
    }

    /** Tells good records from bad ones: by their checksum, and with the keys by tag and id. */
    private final class Judging {
        private final PackTrailer trailer;
        private final Optional<DomainKeys> keys;
        private final ArraySlice record;
        private final ArraySlice plaintext;

        Judging(PackTrailer trailer, Optional<DomainKeys> keys, ArraySlice record, ArraySlice plaintext) {
            this.trailer = trailer;
            this.keys = keys;
            this.record = record;
            this.plaintext = plaintext;
        }

        boolean isGood(PackCopy copy, int index) {
            PackEntry entry = trailer.entries().get(index);
            ArraySlice bytes = new ArraySlice(record.array(), record.offset(), entry.length());
            return copy.read(entry, bytes) && (keys.isEmpty() || opens(copy, entry, bytes, keys.get()));
        }

        private boolean opens(PackCopy copy, PackEntry entry, ArraySlice bytes, DomainKeys found) {
            ChunkName name =
                    new ChunkName(trailer.header().domain(), trailer.header().kind(), entry.id());
            try {
                tools.sealer().open(found, name, bytes, plaintext);
                return true;
            } catch (Failure.Corrupt | Failure.TooNew | Failure.TooOld e) {
                copy.note(String.valueOf(e.getMessage()));
                return false;
            }
        }
    }

    /** The bytes of a mended copy. */
    private final class Assembly {
        private final List<PackCopy> copies;
        private final PackCopy mended;
        private final PackCopy whole;
        private final ArraySlice buffer;

        /** @param whole has header and trailer as they were written */
        Assembly(List<PackCopy> copies, PackCopy mended, PackCopy whole, ArraySlice buffer) {
            this.copies = copies;
            this.mended = mended;
            this.whole = whole;
            this.buffer = buffer;
        }

        void write(PackTrailer trailer, ObjectUpload upload) {
            for (int index = 0; index < trailer.entries().size(); index++) {
                PackEntry entry = trailer.entries().get(index);
                copyFrom(whole.replica(), upload, entry.offset());
                writeRecord(index, entry, upload);
            }
            copyFrom(whole.replica(), upload, trailer.lengthBytes());
        }

        private void writeRecord(int index, PackEntry entry, ObjectUpload upload) {
            Optional<PackCopy> source =
                    copies.stream().filter(copy -> copy.isGood(index)).findFirst();
            ArraySlice record = new ArraySlice(buffer.array(), buffer.offset(), entry.length());
            if (source.isEmpty()) {
                copyFrom(asItIs(entry, record).replica(), upload, entry.offset() + (long) entry.length());
                return;
            }
            if (!source.get().read(entry, record)) {
                throw new Failure.Unavailable("chunk " + entry.id() + " was good a moment ago", null);
            }
            upload.append(ByteBuffer.wrap(record.array(), record.offset(), record.length()));
        }

        /** Of what is good nowhere, the copy's own bytes stay, if they can be read at all. */
        private PackCopy asItIs(PackEntry entry, ArraySlice record) {
            try {
                new PackReader(mended.replica().objects()).read(pack, entry.offset(), record);
                return mended;
            } catch (Failure e) {
                return whole;
            }
        }

        /** Appends a zone's bytes up to an offset of the pack. */
        private void copyFrom(Replica zone, ObjectUpload upload, long end) {
            while (upload.length() < end) {
                int length = (int) Math.min(buffer.length(), end - upload.length());
                ByteBuffer bytes = ByteBuffer.wrap(buffer.array(), buffer.offset(), length);
                zone.objects().read(PackNames.of(pack), upload.length(), bytes);
                upload.append(bytes.flip().position(buffer.offset()));
            }
        }
    }
}
