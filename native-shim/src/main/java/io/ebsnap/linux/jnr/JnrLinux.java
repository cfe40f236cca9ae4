package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Accounts;
import io.ebsnap.linux.BlockDevices;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.Durability;
import io.ebsnap.linux.Extents;
import io.ebsnap.linux.FileLocks;
import io.ebsnap.linux.FileSpace;
import io.ebsnap.linux.FileSystemFreeze;
import io.ebsnap.linux.FuseDevices;
import io.ebsnap.linux.Keepers;
import io.ebsnap.linux.KernelClock;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LoopControl;
import io.ebsnap.linux.NbdControl;
import io.ebsnap.linux.Notify;
import io.ebsnap.linux.PageCache;
import io.ebsnap.linux.ProcessSettings;
import io.ebsnap.linux.Reflink;
import io.ebsnap.linux.sysfs.SysfsInventory;

/** The Linux that this process runs on, reached through the C library. */
public final class JnrLinux implements Linux {

    private final Syscalls syscalls;

    private JnrLinux(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    /**
     * Loads the bindings, which takes about a fifth of a second; one instance serves a whole process.
     *
     * @throws IllegalStateException if this is not Linux on x86-64 or aarch64
     * @throws UnsatisfiedLinkError if the C library cannot be loaded; a function that it lacks fails when it is called
     */
    public static Linux load() {
        Machine machine = Machine.current();
        return new JnrLinux(new Syscalls(Bindings.load(), machine));
    }

    @Override
    public BlockDevices blockDevices() {
        return new JnrBlockDevices(syscalls);
    }

    @Override
    public DeviceInventory deviceInventory() {
        return SysfsInventory.ofThisMachine();
    }

    @Override
    public LoopControl loopControl() {
        return new JnrLoopControl(syscalls);
    }

    @Override
    public FuseDevices fuseDevices() {
        return new JnrFuseDevices(syscalls);
    }

    @Override
    public Keepers keepers() {
        return new JnrKeepers(syscalls);
    }

    @Override
    public NbdControl nbdControl() {
        return new JnrNbdControl(syscalls);
    }

    @Override
    public FileSystemFreeze fileSystemFreeze() {
        return new JnrFileSystemFreeze(syscalls);
    }

    @Override
    public Reflink reflink() {
        return new JnrReflink(syscalls);
    }

    @Override
    public Extents extents() {
        return new JnrExtents(syscalls);
    }

    @Override
    public FileSpace fileSpace() {
        return new JnrFileSpace(syscalls);
    }

    @Override
    public FileLocks fileLocks() {
        return new JnrFileLocks(syscalls);
    }

    @Override
    public Durability durability() {
        return new JnrDurability(syscalls);
    }

    @Override
    public PageCache pageCache() {
        return new JnrPageCache(syscalls);
    }

    @Override
    public Accounts accounts() {
        return new JnrAccounts(syscalls);
    }

    @Override
    public KernelClock kernelClock() {
        return new JnrKernelClock(syscalls);
    }

    @Override
    public ProcessSettings processSettings() {
        return new JnrProcessSettings(syscalls);
    }

    @Override
    public Notify notify(String socket) {
        return new JnrNotify(syscalls, socket);
    }
}
