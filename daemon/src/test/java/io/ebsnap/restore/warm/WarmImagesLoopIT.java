package io.ebsnap.restore.warm;

import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import io.ebsnap.volume.Zone;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On XFS, with shared blocks. */
@RequiresLoopDevices
@Requires(command = "mkfs.xfs", fileSystem = "xfs")
class WarmImagesLoopIT extends WarmImagesContract {

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    @Override
    Zone zone() throws IOException {
        return new Zone("a", disks.fileSystem("xfs", 400L << 20));
    }

    @Test
    void realFullDiskGetsItsSpaceBack() throws IOException {
        assertThatARealFullDiskGetsItsSpaceBack();
    }

    @Override
    WarmMethod method() {
        return WarmMethod.REFLINK;
    }
}
