package io.ebsnap.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The kernel's NBD driver. It needs CAP_SYS_ADMIN, and Linux 5.14, which is when a device came to know whose it is.
 *
 * <p>A device is named by its index: 0 is {@code /dev/nbd0}.
 */
public interface NbdControl {

    /** Why the driver cannot be used; empty if it can. The kernel may load its module when it is asked. */
    Optional<String> obstacle();

    /** Connects to a listening Unix socket, for the driver to speak through. */
    NbdSocket connectTo(Path listener) throws LinuxException;

    /**
     * Makes a device. The sockets stay the caller's, who may close them afterwards. They must be served already: the kernel may read
     * the device before this returns.
     *
     * @return its index
     */
    int connect(NbdConnection wanted, List<NbdSocket> sockets) throws LinuxException;

    /**
     * Gives a device other sockets in the place of dead ones. One that is not needed because none is dead is not taken: it is
     * hung up on when the caller closes it.
     *
     * @throws LinuxException EINVAL if it is not connected, or another's
     */
    void reconnect(int index, String backend, List<NbdSocket> sockets) throws LinuxException;

    /**
     * Changes a device's size. From Linux 6.10 on this waits until requests under way are done.
     *
     * @throws LinuxException EINVAL if it is not connected, or another's
     */
    void resize(int index, String backend, long sizeBytes) throws LinuxException;

    /** Ends a device, whoever uses it: its requests fail. Does nothing if it is not connected. */
    void disconnect(int index) throws LinuxException;

    /** The devices that there are. */
    List<NbdDeviceState> devices() throws LinuxException;

    /** The connected device of a backend. */
    OptionalInt find(String backend);
}
