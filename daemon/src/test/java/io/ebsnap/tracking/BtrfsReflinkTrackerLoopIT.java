package io.ebsnap.tracking;

import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;

@RequiresLoopDevices
@Requires(command = "mkfs.btrfs", fileSystem = "btrfs")
class BtrfsReflinkTrackerLoopIT extends ReflinkTrackerOnDisk {

    BtrfsReflinkTrackerLoopIT() {
        super("btrfs");
    }
}
