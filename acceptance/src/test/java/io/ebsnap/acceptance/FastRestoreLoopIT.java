package io.ebsnap.acceptance;

import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On XFS, where files share blocks. */
@RequiresLoopDevices
@Requires(command = "mkfs.xfs", fileSystem = "xfs")
class FastRestoreLoopIT extends FastRestoreContract {

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    @Override
    Path zone() throws IOException {
        return disks.fileSystem("xfs", 400L << 20);
    }

    @Override
    String method() {
        return "reflink";
    }
}
