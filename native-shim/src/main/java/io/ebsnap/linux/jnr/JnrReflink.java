package io.ebsnap.linux.jnr;

import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.Reflink;
import java.nio.ByteBuffer;
import java.nio.file.Path;

final class JnrReflink implements Reflink {

    private static final long FICLONE = 0x40049409L;
    private static final long FICLONERANGE = 0x4020940DL;

    private final Syscalls syscalls;

    JnrReflink(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public void cloneFile(Path source, Path target) throws LinuxException {
        try (Descriptor from = syscalls.open(source, Syscalls.O_RDONLY);
                Descriptor to = syscalls.open(target, Syscalls.O_RDWR | Syscalls.O_CREAT | Syscalls.O_EXCL)) {
            try {
                from.hold("FICLONE", fd -> syscalls.ioctl(to, "FICLONE", FICLONE, fd));
            } catch (LinuxException e) {
                remove(target, e);
                throw e;
            }
        }
    }

    private void remove(Path target, LinuxException cause) {
        String name = target.toString();
        try {
            syscalls.check(
                    "unlink",
                    name,
                    LinuxException.NO_OFFSET,
                    () -> syscalls.libc().unlink(name));
        } catch (LinuxException e) {
            cause.addSuppressed(e);
        }
    }

    /** {@code struct file_clone_range}: s64 source descriptor, u64 source offset, u64 length, u64 target offset. */
    @Override
    public void cloneRange(Path source, long sourceOffset, long length, Path target, long targetOffset)
            throws LinuxException {
        try (Descriptor from = syscalls.open(source, Syscalls.O_RDONLY);
                Descriptor to = syscalls.open(target, Syscalls.O_RDWR)) {
            from.hold("FICLONERANGE", fd -> {
                ByteBuffer range = Syscalls.struct(4 * Long.BYTES);
                range.putLong(fd).putLong(sourceOffset).putLong(length).putLong(targetOffset);
                return syscalls.ioctl(to, "FICLONERANGE", targetOffset, FICLONERANGE, range.rewind());
            });
        }
    }
}
