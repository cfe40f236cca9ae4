package io.ebsnap.linux.jnr;

import java.nio.ByteBuffer;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Variadic;

/**
 * The C library's functions, as they are.
 *
 * <p>SAFETY, for every function: a C {@code int} is a Java int; {@code long}, {@code size_t}, {@code ssize_t} and
 * {@code off_t} are 64 bits on both machines that {@link Machine} admits, so a Java long; buffers must be direct, their
 * address is that of their position, and {@link Syscalls} keeps them reachable until the call has returned; strings become
 * NUL-terminated copies that live as long as the call. A function that the C library declares with {@code ...} is marked, so
 * that its arguments travel as the machine's convention for such functions says.
 */
final class Bindings {

    private Bindings() {}

    static Libc load() {
        return LibraryLoader.create(Libc.class).load("c");
    }

    /** Public only for the class that is generated from it, which lives in another class loader. */
    public interface Libc {

        // SAFETY: reads the string only; mode is read only when flags make a file.
        @Variadic(fixedCount = 2)
        int open(String path, int flags, int mode);

        // SAFETY: the number must be ours and is not used again: only Descriptor calls this, once.
        int close(int descriptor);

        // SAFETY: the kernel writes at most count bytes: callers pass at most what remains in the buffer.
        long pread(int descriptor, ByteBuffer target, long count, long offset);

        // SAFETY: the kernel reads at most count bytes: callers pass at most what remains in the buffer.
        long pwrite(int descriptor, ByteBuffer source, long count, long offset);

        // SAFETY: the kernel writes at most count bytes: callers pass at most what remains in the buffer.
        long read(int descriptor, ByteBuffer target, long count);

        // SAFETY: the kernel reads at most count bytes: callers pass at most what remains in the buffer.
        long write(int descriptor, ByteBuffer source, long count);

        // SAFETY: reads the strings only.
        int mount(String source, String target, String type, long flags, String options);

        // SAFETY: reads the string only.
        int umount2(String target, int flags);

        // SAFETY: for calls whose arguments are numbers.
        @Variadic(fixedCount = 1)
        long syscall(long number, long first, long second, long third, long fourth);

        // SAFETY: writes an int; the child must be ours and is not asked for again.
        int waitpid(int process, ByteBuffer status, int options);

        // SAFETY: the structures were initialized; arguments and environment are arrays of pointers to strings that are
        // kept reachable, with a null at the end; writes an int to process. Returns the error, as all of the spawn
        // family.
        int posix_spawn(
                ByteBuffer process,
                String path,
                ByteBuffer actions,
                ByteBuffer attributes,
                ByteBuffer arguments,
                ByteBuffer environment);

        // SAFETY: writes the structure, 336 bytes; it holds no memory of its own.
        int posix_spawnattr_init(ByteBuffer attributes);

        // SAFETY: of an initialized structure.
        int posix_spawnattr_setflags(ByteBuffer attributes, short flags);

        // SAFETY: of an initialized structure; reads a set of signals, 128 bytes.
        int posix_spawnattr_setsigdefault(ByteBuffer attributes, ByteBuffer signals);

        // SAFETY: as posix_spawnattr_setsigdefault.
        int posix_spawnattr_setsigmask(ByteBuffer attributes, ByteBuffer signals);

        // SAFETY: writes the structure, 80 bytes; what it then points to is freed by destroy.
        int posix_spawn_file_actions_init(ByteBuffer actions);

        // SAFETY: of an initialized structure, once.
        int posix_spawn_file_actions_destroy(ByteBuffer actions);

        // SAFETY: of an initialized structure; numbers only.
        int posix_spawn_file_actions_adddup2(ByteBuffer actions, int from, int to);

        // SAFETY: of an initialized structure; the string is copied.
        int posix_spawn_file_actions_addopen(ByteBuffer actions, int as, String path, int flags, int mode);

        // SAFETY: of an initialized structure; numbers only.
        int posix_spawn_file_actions_addclosefrom_np(ByteBuffer actions, int from);

        // SAFETY: of an initialized structure; the string is copied.
        int posix_spawn_file_actions_addchdir_np(ByteBuffer actions, String path);

        // SAFETY: ranges are pairs of address and size; the caller keeps what they point to reachable. The array is
        // copied for the call.
        long preadv2(int descriptor, @In long[] ranges, int count, long offset, int flags);

        // SAFETY: for requests whose argument is a number, or none.
        @Variadic(fixedCount = 2)
        int ioctl(int descriptor, long request, long argument);

        // SAFETY: for requests whose argument is a structure; the buffer has the size that the request encodes or
        // documents.
        @Variadic(fixedCount = 2)
        int ioctl(int descriptor, long request, ByteBuffer argument);

        // SAFETY: numbers only.
        int fdatasync(int descriptor);

        // SAFETY: numbers only.
        int fsync(int descriptor);

        // SAFETY: numbers only.
        int syncfs(int descriptor);

        // SAFETY: numbers only.
        int ftruncate(int descriptor, long length);

        // SAFETY: numbers only.
        int fallocate(int descriptor, int mode, long offset, long length);

        // SAFETY: numbers only; returns the error instead of setting errno.
        int posix_fadvise(int descriptor, long offset, long length, int advice);

        // SAFETY: numbers only.
        long lseek(int descriptor, long offset, int whence);

        // SAFETY: numbers only.
        int flock(int descriptor, int operation);

        // SAFETY: writes struct statx, 256 bytes; the path may be empty with AT_EMPTY_PATH.
        int statx(int directory, String path, int flags, int mask, ByteBuffer status);

        // SAFETY: writes struct statfs, 120 bytes.
        int statfs(String path, ByteBuffer status);

        // SAFETY: reads the strings only.
        int renameat2(int fromDirectory, String from, int toDirectory, String to, int flags);

        // SAFETY: reads the string only.
        int unlink(String path);

        // SAFETY: reads the string only.
        int mknod(String path, int mode, long device);

        // SAFETY: writes struct timespec, 16 bytes.
        int clock_gettime(int clock, ByteBuffer time);

        // SAFETY: reads and writes struct timex, 208 bytes.
        int adjtimex(ByteBuffer timex);

        // SAFETY: numbers only.
        int umask(int mask);

        // SAFETY: numbers only.
        int setpriority(int which, int who, int priority);

        // SAFETY: for options whose arguments are numbers.
        @Variadic(fixedCount = 1)
        int prctl(int option, long second, long third, long fourth, long fifth);

        // SAFETY: numbers only.
        int geteuid();

        // SAFETY: numbers only.
        int socket(int domain, int type, int protocol);

        // SAFETY: reads addressLength bytes of the address.
        int connect(int descriptor, ByteBuffer address, int addressLength);

        // SAFETY: reads count bytes of the message and addressLength bytes of the address.
        long sendto(int descriptor, ByteBuffer message, long count, int flags, ByteBuffer address, int addressLength);

        // SAFETY: writes struct passwd, 48 bytes, strings into text up to its size, and one pointer to result; pointers
        // in
        // the structure are valid while text is. Returns the error instead of setting errno.
        int getpwnam_r(String name, ByteBuffer record, ByteBuffer text, long textSize, ByteBuffer result);

        // SAFETY: as getpwnam_r.
        int getpwuid_r(int userId, ByteBuffer record, ByteBuffer text, long textSize, ByteBuffer result);

        // SAFETY: as getpwnam_r, with struct group, 32 bytes.
        int getgrnam_r(String name, ByteBuffer record, ByteBuffer text, long textSize, ByteBuffer result);

        // SAFETY: count is in: room for how many numbers, out: how many there are; at most its first value are written.
        int getgrouplist(String user, int groupId, ByteBuffer groups, ByteBuffer count);
    }
}
