package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A thin pool as LVM describes it at one moment.
 *
 * @param name which one
 * @param sizeBytes room for data
 * @param dataPercent how much of that is taken; empty while the pool is not active
 * @param metadataPercent how much of the room for its own records is taken; empty while it is not active
 * @param chunkBytes what space is taken and given back in
 * @param zeroes whether what nobody wrote of a chunk is zeros
 * @param discards whether it takes space back
 * @param queues whether writes that find no room wait, instead of failing at once
 */
public record ThinPool(
        ThinPoolName name,
        long sizeBytes,
        OptionalDouble dataPercent,
        OptionalDouble metadataPercent,
        long chunkBytes,
        boolean zeroes,
        boolean discards,
        boolean queues) {

    /** Of the room for its own records: a pool that has none left takes no changes at all, and is repaired by hand. */
    private static final double METADATA_PERCENT_MAX = 90;

    /** Of the room for data: what is left belongs to those who use volumes there. */
    private static final double DATA_PERCENT_MAX = 95;

    /** How much room for data there is: bytes; none while that is not known. */
    public long freeBytes() {
        return dataPercent.isEmpty() ? 0 : (long) (sizeBytes * Math.max(0, 100 - dataPercent.getAsDouble()) / 100);
    }

    /** Why nothing that could as well be left out may be written there; empty if nothing speaks against it. */
    public Optional<String> tight() {
        if (dataPercent.isEmpty() || metadataPercent.isEmpty()) {
            return Optional.of("room: thin pool " + name + " does not say how full it is");
        }
        if (metadataPercent.getAsDouble() >= METADATA_PERCENT_MAX) {
            return Optional.of("room: the metadata of thin pool " + name + " is " + metadataPercent.getAsDouble()
                    + " % full, and 10 % stay free");
        }
        if (dataPercent.getAsDouble() >= DATA_PERCENT_MAX) {
            return Optional.of(
                    "room: thin pool " + name + " is " + dataPercent.getAsDouble() + " % full, and 5 % stay free");
        }
        return Optional.empty();
    }

    /**
     * Nothing, if volumes can trust it.
     *
     * @throws Failure.Unavailable if a chunk may show what somebody else has left in it
     */
    public void requireZeroes() {
        if (!zeroes) {
            throw new Failure.Unavailable(
                    "thin pool " + name
                            + " does not zero new chunks, and a volume would show what others have left there: "
                            + "lvchange --zero y " + name,
                    null);
        }
    }
}
