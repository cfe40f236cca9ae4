package io.ebsnap.blockmap;

import io.ebsnap.format.BlockMapPage;
import io.ebsnap.identity.ChunkId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A page while it is being edited. */
final class OpenPage {

    private final long first;
    private final @Nullable ChunkId[] slots;
    private final @Nullable ChunkId id;
    private boolean changed;

    private OpenPage(long first, @Nullable ChunkId[] slots, @Nullable ChunkId id) {
        this.first = first;
        this.slots = slots;
        this.id = id;
    }

    /** A page of nothing but holes. */
    static OpenPage empty(long first) {
        return new OpenPage(first, new @Nullable ChunkId[BlockMapPage.FAN_OUT], null);
    }

    /** A stored page. */
    static OpenPage of(long first, BlockMapPage page, ChunkId id) {
        return new OpenPage(first, page.slots(), id);
    }

    /** The first block that it covers. */
    long first() {
        return first;
    }

    /** The id that it was stored under; null if it was not. */
    @Nullable
    ChunkId id() {
        return id;
    }

    /** Whether it differs from what was stored. */
    boolean changed() {
        return changed;
    }

    @Nullable
    ChunkId slot(int index) {
        return slots[index];
    }

    void set(int index, @Nullable ChunkId value) {
        if (!Objects.equals(slots[index], value)) {
            slots[index] = value;
            changed = true;
        }
    }

    boolean isEmpty() {
        for (ChunkId slot : slots) {
            if (slot != null) {
                return false;
            }
        }
        return true;
    }

    BlockMapPage toPage(int level) {
        return BlockMapPage.of(level, slots);
    }
}
