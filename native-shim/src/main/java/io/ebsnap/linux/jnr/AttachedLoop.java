package io.ebsnap.linux.jnr;

import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LoopDevice;
import java.nio.file.Path;

record AttachedLoop(JnrLoopControl control, Descriptor descriptor, Path path, DeviceNumber number)
        implements LoopDevice {

    /** Through the descriptor held since it was attached: by path it might already be somebody else's. */
    @Override
    public void detach() throws LinuxException {
        try (descriptor) {
            control.detach(descriptor);
        }
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
