package io.ebsnap.linux;

/** Settings of this process. */
public interface ProcessSettings {

    /**
     * Sets which permission bits files made from now on do not get, for the whole process.
     *
     * @param mask 0 to 0777
     * @return the bits before
     */
    int fileModeMask(int mask);

    /**
     * Says that the calling thread, and threads made by it from now on, serve a block device or file system, so that the
     * kernel does not make them wait for their own writing out of memory.
     *
     * @return whether the kernel took it; it needs CAP_SYS_RESOURCE and Linux 5.6
     */
    boolean declareIoFlusher();

    /**
     * Lets the calling thread have a processor only where others leave one; it cannot take that back.
     *
     * @return whether the kernel took it
     */
    boolean standBack();
}
