package io.ebsnap.tracking;

import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;

@RequiresLoopDevices
@Requires(command = "mkfs.xfs", fileSystem = "xfs")
class XfsReflinkTrackerLoopIT extends ReflinkTrackerOnDisk {

    XfsReflinkTrackerLoopIT() {
        super("xfs");
    }
}
