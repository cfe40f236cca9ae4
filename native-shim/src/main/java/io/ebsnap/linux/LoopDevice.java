package io.ebsnap.linux;

import java.io.Closeable;
import java.nio.file.Path;

/** A loop device that was attached here, held open. For one thread at a time. */
public interface LoopDevice extends Closeable {

    /** {@code /dev/loop0}. */
    Path path();

    /** The number of its device. */
    DeviceNumber number();

    /** Unbinds it, as soon as nobody else holds it open, and closes it. */
    void detach() throws LinuxException;

    /** Lets go of it: it stays attached, unless it was to clear itself. Closing twice does nothing. */
    @Override
    void close() throws LinuxException;
}
