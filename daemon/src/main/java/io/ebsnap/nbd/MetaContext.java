package io.ebsnap.nbd;

import io.ebsnap.volume.VolumeExtent;
import java.util.Optional;
import java.util.stream.Stream;

/** What a client may ask about ranges. */
enum MetaContext {
    /** Bit 0: takes no space. Bit 1: reads as zeros. */
    ALLOCATION("base:", "allocation", 1) {
        @Override
        int statusOf(VolumeExtent extent) {
            return (extent.hole() ? 1 : 0) | (extent.zero() ? 2 : 0);
        }
    },
    /** Bit 0: reading it needs the store, since it is not hydrated yet. */
    HYDRATION("ebsnap:", "hydration", 2) {
        @Override
        int statusOf(VolumeExtent extent) {
            return extent.hydrated() ? 0 : 1;
        }
    },
    /** Bit 0: it may differ from the last completed snapshot of the volume, as in a dirty bitmap of QEMU's. */
    CHANGED("qemu:", "dirty-bitmap:since-last-snapshot", 3) {
        @Override
        int statusOf(VolumeExtent extent) {
            return extent.changed() ? 1 : 0;
        }
    };

    private final String name;
    private final int id;

    MetaContext(String namespace, String leaf, int id) {
        this.name = namespace + leaf;
        this.id = id;
    }

    /** The status of a range in this context. */
    abstract int statusOf(VolumeExtent extent);

    /** What stands for it on the wire. */
    int id() {
        return id;
    }

    /** What clients call it. */
    String contextName() {
        return name;
    }

    /** The contexts that a query lists: one, or all whose names begin so, up to a colon; none for what is not known. */
    static Stream<MetaContext> matching(String query) {
        return Stream.of(values())
                .filter(context -> query.equals(context.contextName())
                        || (query.endsWith(":") && context.contextName().startsWith(query)));
    }

    /** The context of exactly this name. */
    static Optional<MetaContext> named(String query) {
        return Stream.of(values())
                .filter(context -> query.equals(context.contextName()))
                .findFirst();
    }

    /** The context of an id. */
    static Optional<MetaContext> ofId(int id) {
        return Stream.of(values()).filter(context -> context.id == id).findFirst();
    }
}
