package io.ebsnap.device.nbd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks what the metadata contexts say of a range. */
final class NbdStatusRequest extends NbdRequest {

    private static final int BLOCK_STATUS = 7;
    private static final int STATUS = 5;
    private static final int EXTENT_BYTES = 8;

    private final Collection<Integer> contexts;
    private final Map<Integer, List<NbdExtent>> extents = new HashMap<>();

    /** {@code contexts} are all ids that were agreed on: the server tells of each of them. */
    NbdStatusRequest(long offset, int length, Collection<Integer> contexts) {
        super(BLOCK_STATUS, offset, length);
        this.contexts = contexts;
    }

    /** What a context says, from the start of the range on, without gaps, perhaps not to its end. Valid when it is done. */
    List<NbdExtent> extents(int context) {
        return extents.getOrDefault(context, List.of());
    }

    @Override
    void readSimple(NbdWire wire) throws IOException {
        throw new NbdProtocolException("a simple reply to a question for block status");
    }

    @Override
    void readChunk(int chunkType, int chunkLength, NbdWire wire) throws IOException {
        boolean possible = chunkType == STATUS
                && chunkLength <= NbdLimits.STATUS_BYTES_MAX
                && chunkLength >= Integer.BYTES + EXTENT_BYTES
                && (chunkLength - Integer.BYTES) % EXTENT_BYTES == 0;
        if (!possible) {
            throw new NbdProtocolException(
                    "chunk " + chunkType + " of " + chunkLength + " bytes in reply to a question for block status");
        }
        int context = wire.readInt();
        if (!contexts.contains(context) || extents.containsKey(context)) {
            throw new NbdProtocolException("block status of a context that was not agreed on, or twice");
        }
        extents.put(context, readExtents((chunkLength - Integer.BYTES) / EXTENT_BYTES, wire));
    }

    @Override
    void requireWhole() throws NbdProtocolException {
        if (extents.size() != contexts.size()) {
            throw new NbdProtocolException(
                    "block status of " + extents.size() + " instead of " + contexts.size() + " contexts");
        }
    }

    /** The last extent may reach beyond what was asked for: that part is left out. Neighbours that say the same become one. */
    private List<NbdExtent> readExtents(int count, NbdWire wire) throws IOException {
        List<NbdExtent> read = new ArrayList<>();
        long at = offset();
        long end = offset() + length();
        for (int i = 0; i < count; i++) {
            long length = wire.readUnsignedInt();
            int flags = wire.readInt();
            if (length == 0 || at >= end) {
                throw new NbdProtocolException("a block status extent that is empty or beyond what was asked for");
            }
            long inside = Math.min(length, end - at);
            add(read, new NbdExtent(at, inside, flags));
            at += inside;
        }
        return read;
    }

    private static void add(List<NbdExtent> read, NbdExtent next) {
        if (!read.isEmpty() && read.getLast().flags() == next.flags()) {
            NbdExtent last = read.removeLast();
            read.add(new NbdExtent(last.offset(), last.length() + next.length(), next.flags()));
        } else {
            read.add(next);
        }
    }
}
