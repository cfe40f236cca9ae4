package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.PackFooter;
import io.ebsnap.format.PackHeader;
import java.util.List;

/**
 * All that a pack says of itself.
 *
 * @param header of the pack
 * @param footer of the pack
 * @param entries its records, in their order
 * @param lengthBytes of the object
 */
record PackTrailer(PackHeader header, PackFooter footer, List<PackEntry> entries, long lengthBytes) {

    PackTrailer {
        entries = List.copyOf(entries);
    }

    PackSummary summary() {
        return new PackSummary(header.pack(), header.kind(), header.domain(), entries.size(), lengthBytes, false);
    }

    /**
     * Proves that the list of chunks is ours.
     *
     * @throws Failure.Corrupt if it is not
     */
    PackTrailer proven(DomainKeys keys) {
        if (!keys.isPackMac(footer.authenticated(), footer.mac())) {
            throw new Failure.Corrupt(
                    "the footer of pack " + header.pack() + " was not written by this store: its HMAC differs");
        }
        return this;
    }
}
