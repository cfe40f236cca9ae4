package io.ebsnap.linux.jnr;

import io.ebsnap.linux.LinuxException;

/** Processes as descriptors, which cannot come to mean another process. Called by number: older C libraries lack the names. */
final class ProcessDescriptors {

    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long PIDFD_OPEN = 434;
    private static final long PIDFD_GETFD = 438;
    private static final int SIGKILL = 9;

    private ProcessDescriptors() {}

    static Descriptor open(Syscalls syscalls, long processId) throws LinuxException {
        String name = "process " + processId;
        long number = syscalls.check(
                "pidfd_open",
                name,
                LinuxException.NO_OFFSET,
                () -> syscalls.libc().syscall(PIDFD_OPEN, processId, 0, 0, 0));
        return new Descriptor(syscalls, (int) number, name);
    }

    /** Opens what another process has open, as if it had been handed over. */
    static Descriptor take(Syscalls syscalls, Descriptor process, int number, String name) throws LinuxException {
        long taken = process.use(
                "pidfd_getfd", LinuxException.NO_OFFSET, fd -> syscalls.libc().syscall(PIDFD_GETFD, fd, number, 0, 0));
        return new Descriptor(syscalls, (int) taken, name);
    }

    static void kill(Syscalls syscalls, Descriptor process) throws LinuxException {
        process.use(
                "pidfd_send_signal",
                LinuxException.NO_OFFSET,
                fd -> syscalls.libc().syscall(PIDFD_SEND_SIGNAL, fd, SIGKILL, 0, 0));
    }
}
