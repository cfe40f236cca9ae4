package io.ebsnap.chunk;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.Checksums;
import io.ebsnap.format.PackFooter;
import io.ebsnap.format.PackHeader;
import io.ebsnap.format.PackTable;
import io.ebsnap.format.PackTableEntry;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.Replica;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Reads parts of packs. Needs no key. Safe for use by several threads. */
final class PackReader {

    private final ObjectStore store;

    PackReader(ObjectStore store) {
        this.store = store;
    }

    /**
     * Reads header and trailer and checks all that needs no key.
     *
     * @throws Failure.NotFound if there is no such pack
     * @throws Failure.Corrupt if it is not what was written, with the pack's name
     * @throws Failure.TooOld if its version is no longer read
     * @throws Failure.TooNew if its version is not known yet
     */
    PackTrailer trailer(PackId pack) {
        ObjectName name = PackNames.of(pack);
        long length = store.size(name);
        try {
            return trailer(pack, name, length);
        } catch (Failure.Corrupt e) {
            return elsewhere(pack).orElseThrow(() -> new Failure.Corrupt("pack " + pack + ": " + e.getMessage(), e));
        } catch (Failure.TooNew | Failure.TooOld e) {
            return elsewhere(pack).orElseThrow(() -> e); // Decay can look like another version.
        }
    }

    /** Whether a pack is what was written, as far as that can be told without keys. */
    boolean isWhole(PackId pack, ArraySlice buffer) {
        try {
            for (PackEntry entry : trailer(pack).entries()) {
                ArraySlice record = new ArraySlice(buffer.array(), buffer.offset(), entry.length());
                read(pack, entry.offset(), record);
                if (Checksums.crc32c(record) != entry.crc32c()) {
                    return false;
                }
            }
            return true;
        } catch (Failure.Corrupt | Failure.Unavailable | Failure.NotFound | Failure.TooNew | Failure.TooOld e) {
            return false;
        }
    }

    /** The trailer as another zone has it. */
    private Optional<PackTrailer> elsewhere(PackId pack) {
        List<Replica> replicas = store.replicas().live();
        if (replicas.size() < 2) {
            return Optional.empty();
        }
        for (Replica replica : replicas) {
            try {
                PackTrailer found = new PackReader(replica.objects()).trailer(pack);
                store.replicas().suspect(PackNames.of(pack));
                return Optional.of(found);
            } catch (Failure.Corrupt | Failure.NotFound | Failure.Unavailable | Failure.TooNew | Failure.TooOld e) {
                // The next one may be better; if none is, the first failure says why.
            }
        }
        return Optional.empty();
    }

    /** Reads as much as {@code target} holds from {@code offset} on. */
    void read(PackId pack, long offset, ArraySlice target) {
        store.read(PackNames.of(pack), offset, ByteBuffer.wrap(target.array(), target.offset(), target.length()));
    }

    private PackTrailer trailer(PackId pack, ObjectName name, long length) {
        if (length < PackHeader.BYTES + PackFooter.BYTES) {
            throw new Failure.Corrupt("it has " + length + " bytes, too few for a header and a footer");
        }
        PackFooter footer = PackFooter.decode(bytes(name, length - PackFooter.BYTES, PackFooter.BYTES), length);
        byte[] headerBytes = bytes(name, 0, PackHeader.BYTES);
        PackHeader header = PackHeader.decode(headerBytes);
        requireSame(pack, header, footer);
        byte[] table = bytes(name, footer.tableOffset(), footer.tableLength());
        return new PackTrailer(header, footer, entries(PackTable.decode(headerBytes, table, footer)), length);
    }

    private byte[] bytes(ObjectName name, long offset, int length) {
        byte[] bytes = new byte[length];
        store.read(name, offset, ByteBuffer.wrap(bytes));
        return bytes;
    }

    private static List<PackEntry> entries(List<PackTableEntry> rows) {
        return rows.stream()
                .map(row -> new PackEntry(row.id(), row.offset(), row.length(), row.plaintextLength(), row.crc32c()))
                .toList();
    }

    private static void requireSame(PackId pack, PackHeader header, PackFooter footer) {
        if (!header.pack().equals(pack) || !footer.pack().equals(pack)) {
            throw new Failure.Corrupt("its header names pack " + header.pack() + ", its footer pack " + footer.pack());
        }
        if (!header.domain().equals(footer.domain())) {
            throw new Failure.Corrupt(
                    "its header names domain " + header.domain() + ", its footer domain " + footer.domain());
        }
    }
}
