package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import org.jspecify.annotations.Nullable;

/** What a live volume consists of, and which of its units are valid. Safe for use by several threads. */
final class VolumeState {

    private final String name;
    private volatile VolumeTarget target;
    private final SourceBlocks source;
    private volatile @Nullable ValidityMap validity;
    private volatile long sizeBytes;

    VolumeState(LiveVolume.Parts parts, long sizeBytes) {
        this.name = parts.name();
        this.target = parts.target();
        this.source = parts.source();
        this.validity = parts.validity();
        this.sizeBytes = sizeBytes;
    }

    String name() {
        return name;
    }

    VolumeTarget target() {
        return target;
    }

    /** From now on, where its bytes lie. To be called while nobody changes the volume. */
    void target(VolumeTarget next) {
        target = next;
    }

    SourceBlocks source() {
        return source;
    }

    /** The map, or null when everything is valid. */
    @Nullable
    ValidityMap validity() {
        return validity;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    void grownTo(long newSizeBytes) {
        sizeBytes = newSizeBytes;
    }

    /** From now on everything is valid. */
    void hydrated() {
        validity = null;
    }

    boolean isValid(BlockIndex block, UnitSet units) {
        ValidityMap map = validity;
        return map == null || map.get(block).containsAll(units) || isHoleOfBoth(block);
    }

    /** Whether nothing of a block is missing. */
    boolean isPresent(BlockIndex block) {
        return isValid(block, Units.all(block, sizeBytes));
    }

    UnitSet validUnits(BlockIndex block) {
        ValidityMap map = validity;
        return map == null || isHoleOfBoth(block) ? UnitSet.ALL : map.get(block);
    }

    /** How many bytes from {@code at} on are valid, up to {@code most}; block by block, a block counts as a whole or not at all. */
    long validLength(long at, long most) {
        if (validity == null) {
            return most;
        }
        long end = at;
        while (end < at + most) {
            long step = Math.min(at + most, Units.endOfBlock(end)) - end;
            if (!isValid(Units.blockOf(end), Units.of(end, step))) {
                break;
            }
            end += step;
        }
        return end - at;
    }

    void requireInside(long offset, long length) {
        if (offset < 0 || length < 0 || length > sizeBytes - offset) {
            throw new Failure.Invalid(
                    length + " bytes at " + offset + " are not within the " + sizeBytes + " bytes of " + name);
        }
    }

    /** Zeros in the snapshot are zeros in a target that began as zeros. */
    private boolean isHoleOfBoth(BlockIndex block) {
        return target.startsAsZeros() && source.isHole(block);
    }
}
