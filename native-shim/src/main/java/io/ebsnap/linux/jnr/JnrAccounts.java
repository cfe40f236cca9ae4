package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Accounts;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.UserAccount;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import jnr.ffi.Pointer;

/**
 * Users and groups through the C library.
 *
 * <pre>
 * struct passwd, 48 bytes             struct group, 32 bytes
 *  0 name                              0 name
 *  8 password                          8 password
 * 16 u32 user, 20 u32 group           16 u32 group
 * 24 gecos, 32 directory, 40 shell    24 members
 * </pre>
 */
final class JnrAccounts implements Accounts {

    private static final int RECORD_BYTES = 48;
    private static final int NUMBER = 16;
    private static final int USER_GROUP = 20;
    private static final int TEXT_BYTES = 4 << 10;
    private static final int TEXT_BYTES_MAX = 1 << 20;
    private static final Set<Errno> NOT_FOUND = EnumSet.of(Errno.ENOENT, Errno.ESRCH);
    private static final int GROUPS = 64;
    private static final int GROUPS_MAX = 1 << 16;

    private final Syscalls syscalls;

    JnrAccounts(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public Optional<UserAccount> user(String name) throws LinuxException {
        Optional<UserAccount> named = lookUp(
                "getpwnam_r",
                name,
                this::account,
                (record, text, result) -> syscalls.libc().getpwnam_r(name, record, text, text.capacity(), result));
        if (named.isPresent()) {
            return named;
        }
        Optional<Integer> number = number(name);
        return number.isPresent() ? user(number.get()) : Optional.empty();
    }

    @Override
    public Optional<UserAccount> user(int userId) throws LinuxException {
        String shown = Integer.toUnsignedString(userId);
        return lookUp(
                "getpwuid_r",
                shown,
                this::account,
                (record, text, result) -> syscalls.libc().getpwuid_r(userId, record, text, text.capacity(), result));
    }

    @Override
    public Optional<Integer> groupId(String name) throws LinuxException {
        Optional<Integer> named = lookUp(
                "getgrnam_r",
                name,
                record -> record.getInt(NUMBER),
                (record, text, result) -> syscalls.libc().getgrnam_r(name, record, text, text.capacity(), result));
        return named.isPresent() ? named : number(name);
    }

    @Override
    public boolean isMember(UserAccount user, int groupId) throws LinuxException {
        ByteBuffer count = Syscalls.struct(Integer.BYTES);
        for (int room = GROUPS; room <= GROUPS_MAX; room = Math.max(2 * room, count.getInt(0))) {
            ByteBuffer groups = Syscalls.struct(room * Integer.BYTES);
            count.putInt(0, room);
            if (syscalls.libc().getgrouplist(user.name(), user.groupId(), groups, count) >= 0) {
                return contains(groups, count.getInt(0), groupId);
            }
        }
        throw new LinuxException("getgrouplist", user.name(), Errno.ERANGE.number());
    }

    @Override
    public int effectiveUserId() {
        return syscalls.libc().geteuid();
    }

    private static boolean contains(ByteBuffer groups, int count, int groupId) {
        for (int i = 0; i < count; i++) {
            if (groups.getInt(i * Integer.BYTES) == groupId) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private UserAccount account(ByteBuffer record) {
        String name = Pointer.wrap(syscalls.runtime(), record.getLong(0)).getString(0);
        return new UserAccount(name, record.getInt(NUMBER), record.getInt(USER_GROUP));
    }

    @FunctionalInterface
    private interface Lookup {
        int into(ByteBuffer record, ByteBuffer text, ByteBuffer result);
    }

    @FunctionalInterface
    private interface Reader<T> {
        T from(ByteBuffer record);
    }

    private static <T> Optional<T> lookUp(String call, String object, Reader<T> reader, Lookup lookup)
            throws LinuxException {
        ByteBuffer record = Syscalls.struct(RECORD_BYTES);
        ByteBuffer result = Syscalls.struct(Long.BYTES);
        for (int bytes = TEXT_BYTES; bytes <= TEXT_BYTES_MAX; bytes *= 4) {
            ByteBuffer text = Syscalls.struct(bytes);
            int error = lookup.into(record, text, result);
            if (error == Errno.ERANGE.number()) {
                continue;
            }
            if (NOT_FOUND.contains(Errno.of(error)) || (error == 0 && result.getLong(0) == 0)) {
                return Optional.empty();
            }
            if (error != 0) {
                throw new LinuxException(call, object, error);
            }
            return Optional.of(readWhileReachable(reader, record, text));
        }
        throw new LinuxException(call, object, Errno.ERANGE.number());
    }

    /** The record points into the text. */
    private static <T> T readWhileReachable(Reader<T> reader, ByteBuffer record, ByteBuffer text) {
        try {
            return reader.from(record);
        } finally {
            Reference.reachabilityFence(text);
        }
    }
}
