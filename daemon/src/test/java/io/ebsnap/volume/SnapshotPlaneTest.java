package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SnapshotPlaneTest {

    private final byte[] content = DataPlaneContract.content(3);
    private final FakeSource source = new FakeSource(content);
    private final AtomicInteger ends = new AtomicInteger();
    private final SnapshotPlane plane =
            new SnapshotPlane("snap-1", content.length, source, new BlockCache(source), ends::incrementAndGet);

    @Test
    void showsTheSnapshotAndFetchesEachBlockOnceInARow() {
        assertThat(DataPlaneContract.read(plane, 0, content.length)).isEqualTo(content);
        for (int from = 0; from + 4096 < content.length; from += 4096) {
            assertThat(DataPlaneContract.read(plane, from, 4096))
                    .isEqualTo(Arrays.copyOfRange(content, from, from + 4096));
        }
        assertThat(source.reads(0)).isEqualTo(1);
        assertThat(source.reads(1)).isZero();
    }

    @Test
    void whatWasReadCanBeReadNow() {
        ByteBuffer target = ByteBuffer.allocateDirect(512);
        assertThat(plane.readNow(0, target)).isFalse();
        assertThat(DataPlaneContract.read(plane, 0, 512)).isEqualTo(Arrays.copyOf(content, 512));
        assertThat(plane.readNow(0, target)).isTrue();
    }

    @Test
    void changesAreRefused() {
        assertThatThrownBy(() -> plane.write(0, ByteBuffer.allocateDirect(1), Fua.NO))
                .isInstanceOf(Failure.Denied.class);
        assertThatThrownBy(() -> plane.trim(0, 1, Fua.NO)).isInstanceOf(Failure.Denied.class);
        assertThatThrownBy(() -> plane.writeZeroes(0, 1, ZeroMode.ANY, Fua.NO)).isInstanceOf(Failure.Denied.class);
    }

    @Test
    void extentsTellItsHoles() {
        List<VolumeExtent> extents = plane.extents(0, content.length, 10);
        assertThat(extents.stream().mapToLong(VolumeExtent::length).sum()).isEqualTo(content.length);
        assertThat(extents).element(1).isEqualTo(new VolumeExtent(524_288, true, true, true));
        assertThat(plane.extents(0, content.length, 1)).hasSize(1);
    }

    @Test
    void itsEndIsToldOnceAndThenItIsRefused() {
        plane.close();
        plane.close();
        assertThat(ends).hasValue(1);
        assertThatThrownBy(() -> DataPlaneContract.read(plane, 0, 1)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> plane.extents(0, content.length + 1L, 1)).isInstanceOf(Failure.class);
    }
}
