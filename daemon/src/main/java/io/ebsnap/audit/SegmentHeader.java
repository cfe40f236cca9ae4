package io.ebsnap.audit;

import java.util.List;

/**
 * The first line of a segment.
 *
 * @param storeId 32 hex digits
 * @param first sequence number of the next line
 * @param previous hash of the line before
 * @param open requests and intents that are not done yet
 */
record SegmentHeader(String storeId, long first, ChainHash previous, List<AuditLine> open) {

    static final int VERSION = 1;

    SegmentHeader {
        open = List.copyOf(open);
    }
}
