package io.ebsnap.check;

import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.chunk.PackFinding;
import io.ebsnap.chunk.PackNames;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.CatalogEnvelope;
import io.ebsnap.format.Checksums;
import io.ebsnap.format.StoreIdentity;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectCare;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.Replica;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copies of objects in several zones, told good from bad by what must be in them. */
public final class StoredCopies implements ObjectCare {

    private static final Logger LOG = LoggerFactory.getLogger(StoredCopies.class);
    /** What the names of all catalog records begin with. */
    static final String RECORDS = "catalog/";

    private final ObjectStore store;
    private final ChunkStore chunks;

    public StoredCopies(ObjectStore store, ChunkStore chunks) {
        this.store = store;
        this.chunks = chunks;
    }

    @Override
    public boolean isWhole(ObjectName name, ObjectStore objects) {
        Optional<PackId> pack = pack(name);
        return pack.isPresent()
                ? chunks.isWhole(pack.get(), objects)
                : content(name, objects).isPresent();
    }

    @Override
    public boolean heal(ObjectName name) {
        if (!areSeveral()) {
            return true;
        }
        Optional<PackId> pack = pack(name);
        if (pack.isPresent()) {
            return healPack(pack.get());
        }
        return check(name, true)
                .filter(finding -> finding.kind() != FindingKind.COPY_HEALED)
                .isEmpty();
    }

    private boolean healPack(PackId pack) {
        try {
            return chunks.scrubAndMend(pack).findings().stream().noneMatch(StoredCopies::isBad);
        } catch (Failure.NotFound e) {
            return true; // It was deleted meanwhile.
        }
    }

    /** Whether there is anything to compare. */
    boolean areSeveral() {
        return store.replicas().live().size() > 1;
    }

    /**
     * Compares the copies of a record, or of the store's identity.
     *
     * @param repair whether a good one is put in the place of each bad one
     * @return what is wrong, or was; nothing if no copy is good: whoever reads the record says so
     */
    Optional<Finding> check(ObjectName name, boolean repair) {
        byte @Nullable [] good = null;
        List<Replica> bad = new ArrayList<>();
        for (Replica replica : store.replicas().live()) {
            Optional<byte[]> content = content(name, replica.objects());
            if (content.isEmpty()) {
                bad.add(replica);
            } else if (good == null) {
                good = content.get();
            }
        }
        if (good == null || bad.isEmpty()) {
            return Optional.empty();
        }
        byte[] whole = good;
        if (repair) {
            bad.forEach(replica -> replica.replace(name, upload -> upload.append(ByteBuffer.wrap(whole))));
        }
        return Optional.of(finding(name, bad, repair));
    }

    private static Finding finding(ObjectName name, List<Replica> bad, boolean healed) {
        String zones = String.join(", ", bad.stream().map(Replica::zone).toList());
        String message = "it was damaged or missing in zone " + zones + ", and is whole in another one";
        if (healed) {
            LOG.warn("object={} {}; healed", name, message);
        }
        return new Finding(
                healed ? Severity.NOTICE : Severity.WARNING,
                healed ? FindingKind.COPY_HEALED : FindingKind.COPY_DAMAGED,
                name.value(),
                healed ? message + "; healed" : message,
                List.of());
    }

    private static boolean isBad(PackFinding finding) {
        return switch (finding.kind()) {
            case PACK_MISSING, PACK_DAMAGED, PACK_UNREADABLE, RECORD_DAMAGED, COPY_DAMAGED -> true;
            case KEY_MISSING, VERSION_UNKNOWN, COPY_HEALED, NAME_UNKNOWN -> false;
        };
    }

    private static Optional<PackId> pack(ObjectName name) {
        try {
            return name.value().startsWith(PackNames.PREFIX) ? Optional.of(PackNames.parse(name)) : Optional.empty();
        } catch (Failure.Corrupt e) {
            return Optional.empty(); // It has no pack's name, and nothing is known of what must be in it.
        }
    }

    /** The bytes of a small object, if they are what such an object must be. */
    private static Optional<byte[]> content(ObjectName name, ObjectStore objects) {
        try {
            byte[] bytes = new byte[(int) Math.min(objects.size(name), CatalogEnvelope.BYTES_MAX + 1L)];
            objects.read(name, 0, ByteBuffer.wrap(bytes));
            prove(name, bytes);
            return Optional.of(bytes);
        } catch (Failure.Corrupt | Failure.NotFound | Failure.Unavailable e) {
            return Optional.empty();
        }
    }

    private static void prove(ObjectName name, byte[] bytes) {
        try {
            if (name.value().startsWith(RECORDS)) {
                CatalogEnvelope.decode(bytes);
            } else if (name.value().equals(StoreIdentity.OBJECT)) {
                StoreIdentity.decode(bytes);
            }
        } catch (Failure.TooNew | Failure.TooOld e) {
            requireChecksum(name, bytes);
        }
    }

    /** Decay can look like another version; the checksum at the end tells. */
    private static void requireChecksum(ObjectName name, byte[] bytes) {
        int checked = bytes.length - Integer.BYTES;
        if (Checksums.crc32c(new ArraySlice(bytes, 0, checked))
                != ByteBuffer.wrap(bytes).getInt(checked)) {
            throw new Failure.Corrupt(name + " has a wrong checksum");
        }
    }
}
