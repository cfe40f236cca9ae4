package io.ebsnap.store.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.file.FileOperations;
import io.ebsnap.store.file.FileOperations.ReadableFile;
import io.ebsnap.store.file.FileOperations.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The disk loses what a real one may lose; a test on a disk that loses nothing would prove nothing. */
final class PowerCutDiskTest {

    private static final Path FILE = Path.of("/data/file");
    private static final Path DATA = Path.of("/data");

    private static PowerCutDisk cutAfterWriting(long seed, boolean forceFile, boolean forceName) throws IOException {
        PowerCutDisk disk = new PowerCutDisk(seed);
        byte[] content = new byte[4096];
        Arrays.fill(content, (byte) 7);
        try (WritableFile file = disk.files().create(FILE)) {
            file.write(ByteBuffer.wrap(content));
            if (forceFile) {
                file.force();
            }
        }
        if (forceName) {
            disk.files().forceDirectory(DATA);
        }
        disk.cut();
        return disk;
    }

    private static byte[] content(FileOperations files) throws IOException {
        try (ReadableFile file = files.open(FILE)) {
            ByteBuffer content = ByteBuffer.allocate((int) file.size());
            if (content.hasRemaining()) {
                file.read(content, 0);
            }
            return content.array();
        }
    }

    @Test
    void whatWasForcedIsAlwaysThere() throws IOException {
        for (long seed = 0; seed < 50; seed++) {
            PowerCutDisk disk = cutAfterWriting(seed, true, true);
            assertThat(content(disk.files())).hasSize(4096).containsOnly(7);
        }
    }

    @Test
    void aNameThatWasNotForcedIsSometimesLost() throws IOException {
        Set<OptionalLong> sizes = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            sizes.add(cutAfterWriting(seed, true, false).files().size(FILE));
        }
        assertThat(sizes).containsExactlyInAnyOrder(OptionalLong.empty(), OptionalLong.of(4096));
    }

    @Test
    void contentThatWasNotForcedIsSometimesShortAndSometimesTornAtSectors() throws IOException {
        boolean shorter = false;
        boolean torn = false;
        for (long seed = 0; seed < 50; seed++) {
            byte[] left = content(cutAfterWriting(seed, false, true).files());
            shorter |= left.length < 4096;
            for (int sector = 0; sector + 512 <= left.length; sector += 512) {
                torn |= left[sector] != 7;
            }
        }
        assertThat(shorter).isTrue();
        assertThat(torn).isTrue();
    }

    @Test
    void whoeverWorkedBeforeTheCutCannotTouchTheDiskAfterIt() {
        PowerCutDisk disk = new PowerCutDisk(1);
        ObjectStore before = disk.open();
        disk.cut();
        ObjectStore after = disk.open();
        assertThatExceptionOfType(PowerCut.class)
                .isThrownBy(() -> before.putIfAbsent(new ObjectName("a"), ByteBuffer.allocate(1)));
        assertThat(after.exists(new ObjectName("a"))).isFalse();
    }

    @Test
    void thePowerIsCutAtTheOperationThatWasAskedFor() {
        PowerCutDisk disk = new PowerCutDisk(1);
        ObjectStore store = disk.open();
        long before = disk.operations();
        disk.cutAfter(3);
        assertThatExceptionOfType(PowerCut.class)
                .isThrownBy(() -> store.putIfAbsent(new ObjectName("a"), ByteBuffer.allocate(10)));
        assertThat(disk.operations()).isEqualTo(before + 3);
        assertThat(disk.open().exists(new ObjectName("a"))).isFalse();
    }

    @Test
    void theSameSeedAndOperationsLeaveTheSame() throws IOException {
        byte[] first = content(cutAfterWriting(5, false, true).files());
        assertThat(content(cutAfterWriting(5, false, true).files())).isEqualTo(first);
    }
}
