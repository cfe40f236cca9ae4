package io.ebsnap.acceptance;

import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a file system in memory, where files share nothing. */
@RequiresLoopDevices
class FastRestoreMemoryIT extends FastRestoreContract {

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    @Override
    Path zone() throws IOException {
        return disks.mount(Path.of("tmpfs"), "-t", "tmpfs", "-o", "size=400M");
    }

    @Override
    String method() {
        return "pool";
    }
}
