package io.ebsnap.linux;

import java.io.Closeable;

/** A connected socket to be given to the kernel, which then holds it by itself. Closing twice does nothing. */
public interface NbdSocket extends Closeable {

    @Override
    void close() throws LinuxException;
}
