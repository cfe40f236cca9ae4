package io.ebsnap.device.nbd;

import java.util.Map;

/**
 * What the negotiation agreed on.
 *
 * @param sizeBytes of the export
 * @param flags of the transmission, as the protocol numbers them
 * @param structured whether replies come in chunks
 * @param contexts the ids of the metadata contexts that were agreed on, by name
 * @param blockSizes that requests keep to
 */
record NbdExport(
        long sizeBytes, int flags, boolean structured, Map<String, Integer> contexts, NbdBlockSizes blockSizes) {

    private static final int SEND_FLUSH = 1 << 2;

    NbdExport {
        contexts = Map.copyOf(contexts);
    }

    boolean canFlush() {
        return (flags & SEND_FLUSH) != 0;
    }
}
