package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.Checksums;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.Replica;
import java.util.BitSet;
import java.util.Optional;

/** A pack as one zone has it, and which of its records are good there. For one thread. */
final class PackCopy {

    private final Replica replica;
    private final PackReader reader;
    private final PackId pack;
    private final BitSet good = new BitSet();
    private Optional<PackTrailer> trailer = Optional.empty();
    private String problem = "";
    private boolean isMissing;

    private PackCopy(Replica replica, PackId pack) {
        this.replica = replica;
        this.reader = new PackReader(replica.objects());
        this.pack = pack;
    }

    /** The copy of a zone, with its trailer if that can be believed. */
    static PackCopy of(Replica replica, PackId pack) {
        PackCopy copy = new PackCopy(replica, pack);
        try {
            copy.trailer = Optional.of(copy.reader.trailer(pack));
        } catch (Failure.NotFound e) {
            copy.isMissing = true;
            copy.problem = "it is missing";
        } catch (Failure e) {
            copy.problem = String.valueOf(e.getMessage());
        }
        return copy;
    }

    Replica replica() {
        return replica;
    }

    boolean isMissing() {
        return isMissing;
    }

    Optional<PackTrailer> trailer() {
        return trailer;
    }

    /** What was found first. */
    String problem() {
        return problem;
    }

    /** Takes the trailer for nothing if it was not written by this store. */
    void requireProven(DomainKeys keys) {
        try {
            trailer.ifPresent(found -> found.proven(keys));
        } catch (Failure.Corrupt e) {
            note(String.valueOf(e.getMessage()));
            trailer = Optional.empty();
        }
    }

    /**
     * Checks a record by its checksum.
     *
     * @param record is filled with it
     * @return whether it has the right one
     */
    boolean read(PackEntry entry, ArraySlice record) {
        if (isMissing) {
            return false;
        }
        try {
            reader.read(pack, entry.offset(), record);
        } catch (Failure.NotFound e) {
            isMissing = true;
            note("it is missing");
            return false;
        } catch (Failure e) {
            note(String.valueOf(e.getMessage()));
            return false;
        }
        boolean same = Checksums.crc32c(record) == entry.crc32c();
        if (!same) {
            note("the record of chunk " + entry.id() + " at offset " + entry.offset() + " has decayed");
        }
        return same;
    }

    /** Remembers whether a record is good here. */
    void judged(int index, boolean isGood) {
        good.set(index, isGood);
    }

    boolean isGood(int index) {
        return good.get(index);
    }

    /** Whether it has everything that any zone has. */
    boolean isWhole(BitSet anywhere) {
        return trailer.isPresent() && good.equals(anywhere);
    }

    BitSet good() {
        return good;
    }

    void note(String what) {
        problem = problem.isEmpty() ? what : problem;
    }
}
