package io.ebsnap.restore.hydration;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.volume.BootSetProgress;
import io.ebsnap.volume.Hydratable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The blocks of a volume that are wanted first, and which of them are missing. Bounded by what {@link FirstTouch} and
 * {@link FileSystemMetadata} may name. Safe for use by several threads.
 */
final class BootSet {

    private final Hydratable volume;
    private final long bytesTotal;

    /** Each with its length. */
    @GuardedBy("this")
    private final Map<Long, Integer> missing = new HashMap<>();

    @GuardedBy("this")
    private long bytesMissing;

    /** The set of these blocks, as far as they must be filled. */
    BootSet(Hydratable volume, Collection<Long> blocks) {
        this.volume = volume;
        long total = 0;
        for (long each : blocks) {
            BlockIndex block = new BlockIndex(each);
            int length = volume.lengthOf(block);
            if (length > 0 && volume.mustFill(block) && missing.put(each, length) == null) {
                total += length;
            }
        }
        this.bytesTotal = total;
        this.bytesMissing = total;
        look();
    }

    /** Looks which blocks have arrived without anybody's saying so, because a user has read or written them. */
    synchronized void look() {
        List<Long> arrived = missing.keySet().stream()
                .filter(block -> volume.isPresent(new BlockIndex(block)))
                .toList();
        arrived.forEach(this::arrived);
    }

    /** A block has arrived. */
    synchronized void arrived(long block) {
        Integer length = missing.remove(block);
        bytesMissing -= length == null ? 0 : length;
    }

    synchronized boolean isWhole() {
        return missing.isEmpty();
    }

    long bytesTotal() {
        return bytesTotal;
    }

    /** As far as it is known; when it became whole is known to who noted it. */
    synchronized BootSetProgress progress() {
        return new BootSetProgress(bytesTotal, bytesTotal - bytesMissing, Optional.empty());
    }
}
