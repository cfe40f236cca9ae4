package io.ebsnap.linux;

/** Messages to the service manager that started this process. */
public interface Notify {

    /**
     * Sends one message; does not wait for an answer.
     *
     * @param state lines of {@code NAME=value}: {@code READY=1}, {@code STATUS=...}, {@code WATCHDOG=1},
     *     {@code STOPPING=1}
     * @throws LinuxException if nobody listens there
     */
    void send(String state) throws LinuxException;
}
