package io.ebsnap.restore.warm;

import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;

/** On XFS, with shared blocks, encrypted. */
@RequiresLoopDevices
@Requires(command = "mkfs.xfs", fileSystem = "xfs")
final class EncryptedImagesLoopIT extends WarmImagesLoopIT {

    EncryptedImagesLoopIT() {
        encrypted = true;
    }
}
