package io.ebsnap.volume;

import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A live volume on simulated files, which can be closed, lose power, and be opened again. */
final class LiveVolumeFixture {

    static final byte[] MAP_ID = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    final FakeSource source;
    final SimulatedFile targetFile;
    final SimulatedFile mapFile = new SimulatedFile(new byte[0]);
    final SimulatedFile cleanFile = new SimulatedFile(new byte[1]);
    final SimulatedJournalFile journal = new SimulatedJournalFile();
    final SimulatedJournalFile otherJournal = new SimulatedJournalFile();
    final SimulatedChanges changes = new SimulatedChanges();
    final List<String> damage = new CopyOnWriteArrayList<>();
    private final BlockBuffers buffers = new BlockBuffers(4);
    private final boolean startsAsZeros;
    private final int sizeBytes;
    private boolean encrypted;

    /**
     * A volume of a content.
     *
     * @param garbage whether the target holds something else in the beginning
     */
    LiveVolumeFixture(byte[] content, boolean garbage) {
        this.source = new FakeSource(content);
        this.startsAsZeros = !garbage;
        this.sizeBytes = content.length;
        byte[] before = new byte[content.length];
        if (garbage) {
            new Random(99).nextBytes(before);
        }
        this.targetFile = new SimulatedFile(before);
    }

    /** The same with a target that is encrypted; before it is opened. */
    LiveVolumeFixture encrypted() {
        encrypted = true;
        targetFile.resize(Math.ceilDiv(sizeBytes, EncryptedBytes.SECTOR) * EncryptedBytes.SECTOR);
        return this;
    }

    /** The target. */
    VolumeTarget target() {
        return inForm(new SimulatedTarget(targetFile, startsAsZeros));
    }

    /** An empty file of the same size. */
    SimulatedFile anotherFile() {
        return new SimulatedFile(new byte[targetFile.length()]);
    }

    /** What a file holds that lies as the target does. */
    byte[] contentOf(SimulatedFile file) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(sizeBytes);
        inForm(new SimulatedTarget(file, true)).read(0, buffer);
        byte[] bytes = new byte[sizeBytes];
        buffer.flip().get(bytes);
        return bytes;
    }

    /** What lies as the target does. */
    VolumeTarget inForm(VolumeTarget plain) {
        return encrypted ? EncryptedFixture.over(plain) : plain;
    }

    LiveVolume open() {
        LiveVolume opened = new LiveVolume(
                new LiveVolume.Parts(
                        "vol-1",
                        target(),
                        source,
                        new ValidityMap(
                                new SimulatedPageFile(mapFile, cleanFile),
                                MAP_ID,
                                new VolatileJournal(journal, otherJournal, false)),
                        new VolumeChanges(changes, changes.open(), changes.frozen()),
                        buffers,
                        (volume, block, reason) -> damage.add(volume + " " + block.value())),
                targetFile.length() - sizeBytes < EncryptedBytes.SECTOR ? sizeBytes : targetFile.length());
        opened.flush();
        return opened;
    }

    void cutPower(Random random) {
        targetFile.cut(random);
        mapFile.cut(random);
        cleanFile.cut(random);
        journal.clear();
        otherJournal.clear();
    }

    /** Fills some of the blocks of a volume. */
    static void hydrate(LiveVolume volume, Random random, int percent) {
        PrimitiveIterator.OfLong blocks = new BlockRun(0, (volume.sizeBytes() - 1) / Units.BLOCK);
        while (blocks.hasNext()) {
            long block = blocks.nextLong();
            if (random.nextInt(100) < percent) {
                boolean unused = volume.fillIfAbsent(new BlockIndex(block));
            }
        }
    }
}
