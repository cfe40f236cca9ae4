package io.ebsnap.restore.warm;

import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On ext4, on a disk, where files share nothing. */
@RequiresLoopDevices
class WarmFilesExt4LoopIT extends WarmFilesContract {

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    @Override
    Path zone() throws IOException {
        return Files.createDirectory(disks.fileSystem("ext4", 100L << 20).resolve("zone"));
    }

    @Override
    WarmMethod expected() {
        return WarmMethod.POOL;
    }
}
