package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FuseDevice;
import io.ebsnap.linux.Keeper;
import io.ebsnap.linux.Keepers;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.sysfs.ProcessTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Keepers are {@code sleep infinity}: every machine has it, it needs no memory to speak of and cannot fail. */
final class JnrKeepers implements Keepers {

    /** What a keeper has the device open as: its standard input. */
    static final int KEPT = 0;

    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/sleep"), Path.of("/bin/sleep"));
    private static final String NOTE = "EBSNAP_KEEPS=";
    private static final int WAIT_NO_HANG = 1;
    private static final int END_ATTEMPTS_MAX = 1000;
    private static final long END_PAUSE_NANOS = 5_000_000;
    private static final int NOTE_ATTEMPTS_MAX = 10_000;
    private static final long NOTE_PAUSE_NANOS = 100_000;

    private final Syscalls syscalls;
    private final ProcessTable processes = ProcessTable.ofThisMachine();

    JnrKeepers(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public Keeper start(FuseDevice device, String note) throws LinuxException {
        if (!(device instanceof JnrFuseDevice ours)) {
            throw new IllegalArgumentException("not a device of this kernel");
        }
        Path program = PROGRAMS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new LinuxException("posix_spawn", "sleep", Errno.ENOENT.number()));
        int processId = ours.descriptor()
                .hold(
                        "posix_spawn",
                        fd -> new Spawn(syscalls, program)
                                .start(List.of("sleep", "infinity"), List.of(NOTE + note), fd));
        long ticks = processes
                .startTicks(processId)
                .orElseThrow(() -> new LinuxException("posix_spawn", program.toString(), Errno.ESRCH.number()));
        Keeper started = new Keeper(processId, ticks);
        awaitNote(started, note);
        return started;
    }

    /** The call returns as soon as the program has memory of its own; the kernel puts the environment there a moment later. */
    private void awaitNote(Keeper started, String note) {
        int attempts = 0;
        while (lives(started)
                && !processes.hasEnvironment(started.processId(), NOTE + note)
                && attempts++ < NOTE_ATTEMPTS_MAX) {
            LockSupport.parkNanos(NOTE_PAUSE_NANOS);
        }
    }

    @Override
    public boolean lives(Keeper keeper) {
        return processes.startTicks(keeper.processId()).orElse(-1) == keeper.startTicks();
    }

    @Override
    public void end(Keeper keeper) throws LinuxException {
        if (!lives(keeper)) {
            bury(keeper);
            return;
        }
        try (Descriptor process = ProcessDescriptors.open(syscalls, keeper.processId())) {
            if (lives(keeper)) {
                ProcessDescriptors.kill(syscalls, process);
            }
        } catch (LinuxException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
        for (int attempt = 0; lives(keeper) && attempt < END_ATTEMPTS_MAX; attempt++) {
            LockSupport.parkNanos(END_PAUSE_NANOS);
        }
        bury(keeper);
    }

    /** If it was our child, its entry stays until it is asked for; another's is not ours to ask for, and the call fails. */
    private void bury(Keeper keeper) {
        syscalls.libc().waitpid((int) keeper.processId(), Syscalls.struct(Integer.BYTES), WAIT_NO_HANG);
    }

    @Override
    public List<Keeper> find(String note) {
        return processes.withEnvironment(NOTE + note);
    }
}
