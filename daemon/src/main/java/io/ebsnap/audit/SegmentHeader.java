package io.ebsnap.audit;

import java.util.List;
import java.util.Map;

/**
 * The first line of a segment.
 *
 * @param storeId 32 hex digits
 * @param first sequence number of the next line
 * @param previous hash of the line before
 * @param open requests and intents that are not done yet
 * @param owners of each account that has lines the number of its last one before the segment
 */
record SegmentHeader(String storeId, long first, ChainHash previous, List<AuditLine> open, Map<String, Long> owners) {

    static final int VERSION = 1;

    SegmentHeader {
        open = List.copyOf(open);
        owners = Map.copyOf(owners);
    }
}
