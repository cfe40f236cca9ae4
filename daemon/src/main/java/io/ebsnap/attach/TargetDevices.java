package io.ebsnap.attach;

import io.ebsnap.volume.DirectTarget;
import java.nio.file.Path;

/** Devices of the kernel that show the bytes of a volume's target as they are. */
@FunctionalInterface
interface TargetDevices {

    /**
     * Opens one.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if there is none that would do
     */
    Held open(DirectTarget target, boolean readOnly);

    /** A device that is there until this is closed, and from then on as long as anybody has it open. */
    interface Held extends AutoCloseable {
        Path device();

        @Override
        void close();
    }
}
