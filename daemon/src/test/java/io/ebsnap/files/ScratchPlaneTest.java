package io.ebsnap.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.DataPlaneContract;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.MemoryDataPlane;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes over a snapshot are seen, kept beyond the daemon, bounded, and never reach the snapshot. */
class ScratchPlaneTest implements DataPlaneContract {

    @TempDir
    private Path folder = Path.of("");

    private int opened;

    @Override
    public DataPlane open(byte[] content) {
        opened++;
        return over(new MemoryDataPlane("snap-1", content, true), "s" + opened);
    }

    private ScratchPlane over(MemoryDataPlane base, String name) {
        return new ScratchPlane(
                new PartPlane(base, List.of(Stretch.of(0, base.sizeBytes()))), ScratchFile.open(folder, name));
    }

    @Test
    void writesOutliveTheDaemonAndTheSnapshotStaysAsItIs() {
        byte[] content = DataPlaneContract.content(3);
        byte[] model = content.clone();
        Random random = new Random(3);
        for (int daemon = 0; daemon < 4; daemon++) {
            // Killed: what it has open is just gone.
            ScratchPlane plane = over(new MemoryDataPlane("snap-1", content.clone(), true), "x");
            assertThat(DataPlaneContract.read(plane, 0, SIZE))
                    .as("daemon %d", daemon)
                    .isEqualTo(model);
            for (int i = 0; i < 50; i++) {
                byte[] part = new byte[1 + random.nextInt(20_000)];
                random.nextBytes(part);
                int at = random.nextInt(SIZE - part.length);
                plane.write(at, DataPlaneContract.direct(part), Fua.NO);
                System.arraycopy(part, 0, model, at, part.length);
            }
        }
        try (ScratchPlane fresh = over(new MemoryDataPlane("snap-1", content.clone(), true), "y")) {
            assertThat(DataPlaneContract.read(fresh, 0, SIZE)).isEqualTo(content);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAsAWholeAndOverwritingGoesOn() {
        byte[] content = new byte[ScratchFile.UNIT];
        try (ScratchFile scratch = ScratchFile.open(folder, "full")) {
            for (long unit = 0; unit < ScratchFile.UNITS_MAX - 1; unit++) {
                scratch.put(unit * 7 + 3, ByteBuffer.wrap(content));
            }
        }
        long size = 10L * ScratchFile.UNITS_MAX * ScratchFile.UNIT;
        DataPlane zeros = new MemoryDataPlane("snap-1", new byte[ScratchFile.UNIT], true);
        PartPlane part = new PartPlane(zeros, List.of(Stretch.of(0, size)));
        try (ScratchPlane plane = new ScratchPlane(part, ScratchFile.open(folder, "full"))) {
            ByteBuffer two = DataPlaneContract.direct(new byte[2 * ScratchFile.UNIT]);
            assertThatThrownBy(() -> plane.write(0, two, Fua.NO)).isInstanceOf(Failure.Exhausted.class);
            plane.write(0, DataPlaneContract.direct(content), Fua.NO);
            plane.write(0, DataPlaneContract.direct(content), Fua.NO);
            assertThatThrownBy(() -> plane.write(ScratchFile.UNIT, DataPlaneContract.direct(content), Fua.NO))
                    .isInstanceOf(Failure.Exhausted.class);
        }
    }
}
