package io.ebsnap.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.store.fault.MemoryTempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpaceReserveTest {

    private static final long BYTES = (3L << 20) + 17;

    @TempDir(factory = MemoryTempDir.class)
    private Path directory;

    private SpaceReserve reserve(long bytes) {
        return new SpaceReserve(directory.resolve("reserve"), bytes, new SplittableRandom(1));
    }

    @Test
    void heldSpaceIsReallyTakenAndGivenBack() throws IOException {
        SpaceReserve reserve = reserve(BYTES);
        assertThat(reserve.hold()).isTrue();
        assertThat(reserve.isHeld()).isTrue();
        assertThat(Files.size(directory.resolve("reserve"))).isEqualTo(BYTES);
        assertThat((Integer) Files.getAttribute(directory.resolve("reserve"), "unix:nlink"))
                .isEqualTo(1);
        assertThat(reserve.release()).isTrue();
        assertThat(reserve.isHeld()).isFalse();
        assertThat(directory.resolve("reserve")).doesNotExist();
        assertThat(reserve.release()).isFalse();
    }

    @Test
    void aReserveThatWasCutShortIsTakenAnew() throws IOException {
        Files.write(directory.resolve("reserve"), new byte[1000]);
        assertThat(reserve(BYTES).hold()).isTrue();
        assertThat(Files.size(directory.resolve("reserve"))).isEqualTo(BYTES);
    }

    @Test
    void itIsNotTakenFromADiskThatHasHardlyMore() {
        SpaceReserve reserve = reserve(1L << 60);
        assertThat(reserve.hold()).isFalse();
        assertThat(directory.resolve("reserve")).doesNotExist();
    }
}
