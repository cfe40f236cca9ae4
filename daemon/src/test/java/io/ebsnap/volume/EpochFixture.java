package io.ebsnap.volume;

import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An epoch of a simulated volume, and what the volume held at its instant. */
final class EpochFixture {

    final SimulatedFile copies;
    final SimulatedJournalFile journal = new SimulatedJournalFile();
    private final LiveVolumeFixture volume;
    private final CopyRoom room;

    /** What is compared, of the epochs to come; null for nothing. */
    @Nullable
    EpochSample sample;

    /** What the volume held at the instant. */
    byte[] instant = new byte[0];

    EpochFixture(LiveVolumeFixture volume, long bytesMax) {
        this.volume = volume;
        this.copies = new SimulatedFile(new byte[volume.targetFile.length()]);
        this.room = CopyRoom.of(bytesMax);
    }

    private Epoch epoch(LiveVolume live, ChangeSet changed, boolean exact) {
        return new Epoch(
                live.state(),
                new Epoch.Order("snap-1", live.sizeBytes(), exact ? changed.blocks() : null, exact ? sample : null),
                new Epoch.Place(volume.inForm(new SimulatedTarget(copies, true)), journal, room));
    }

    /** Fixes the instant. */
    Epoch begin(LiveVolume live, boolean exact) {
        Epoch epoch = epoch(live, live.changes().current(), exact);
        epoch.begin();
        ChangeSet next = live.changes().next("snap-1");
        try (BlockLocks.Held _ = live.fence()) {
            instant = content(live);
            live.changes().begin(epoch, next);
        }
        return epoch;
    }

    /** The next process goes on with it; false if it cannot. */
    boolean resume(LiveVolume live, Epoch epoch) {
        boolean whole = epoch.resume();
        live.changes().resume(epoch);
        return whole;
    }

    Epoch again(LiveVolume live, boolean exact) {
        return epoch(live, java.util.Objects.requireNonNull(live.changes().frozen()), exact);
    }

    /** What a volume holds, read past it: nobody changes it meanwhile. */
    byte[] content(LiveVolume live) {
        byte[] content = new byte[(int) live.sizeBytes()];
        for (int at = 0; at < content.length; at += Units.UNIT) {
            BlockIndex block = Units.blockOf(at);
            int length = Math.min(Units.UNIT, content.length - at);
            byte[] unit = live.state().isValid(block, Units.of(at, length))
                    ? read(volume.target(), at, length)
                    : volume.source.bytes(at, length);
            System.arraycopy(unit, 0, content, at, length);
        }
        return content;
    }

    private static byte[] read(VolumeTarget target, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(length);
        target.read(offset, buffer);
        byte[] bytes = new byte[length];
        buffer.flip().get(bytes);
        return bytes;
    }

    /** Reads a block of the instant. */
    static byte[] read(EpochSource source, long block) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(source.geometry().lengthOf(new BlockIndex(block)));
        source.read(block * Units.BLOCK, buffer);
        byte[] bytes = new byte[buffer.capacity()];
        buffer.flip().get(bytes);
        return bytes;
    }

    /** Changes a volume in some way. */
    static void scribble(LiveVolume live, Random random) {
        int size = (int) live.sizeBytes();
        int offset = random.nextInt(size);
        int length = 1 + random.nextInt(Math.min(size - offset, random.nextInt(6) == 0 ? 600_000 : 20_000));
        if (random.nextBoolean()) {
            offset -= offset % Units.UNIT;
            length = Math.min(size - offset, Math.ceilDiv(length, Units.UNIT) * Units.UNIT);
        }
        switch (random.nextInt(4)) {
            case 0 -> live.trim(offset, length, Fua.NO);
            case 1 -> {
                boolean unused = live.writeZeroes(offset, length, ZeroMode.ANY, Fua.NO);
            }
            default -> {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                live.write(offset, DataPlaneContract.direct(bytes), Fua.NO);
            }
        }
    }
}
