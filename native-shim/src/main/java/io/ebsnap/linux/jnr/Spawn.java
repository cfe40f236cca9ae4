package io.ebsnap.linux.jnr;

import io.ebsnap.linux.LinuxException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a program that shares nothing with this process but one descriptor, as its standard input: a session of its own, the
 * root directory, no signals blocked or ignored, nothing else open. For one use.
 */
final class Spawn {

    /** Both structures of the C library are smaller. */
    private static final int STRUCT_BYTES = 1024;

    private static final int SIGNALS_BYTES = 128;
    private static final short SET_SIGNALS_DEFAULT = 0x04;
    private static final short SET_SIGNAL_MASK = 0x08;
    private static final short SET_SESSION = 0x80;
    private static final int FIRST_CLOSED = 3;

    private final Syscalls syscalls;
    private final Path program;
    private final List<ByteBuffer> reachable = new ArrayList<>();

    Spawn(Syscalls syscalls, Path program) {
        this.syscalls = syscalls;
        this.program = program;
    }

    /** The number of the process, which is this process's child. */
    int start(List<String> arguments, List<String> environment, int standardInput) throws LinuxException {
        ByteBuffer actions = Syscalls.struct(STRUCT_BYTES);
        ByteBuffer attributes = Syscalls.struct(STRUCT_BYTES);
        check(syscalls.libc().posix_spawn_file_actions_init(actions));
        try {
            check(syscalls.libc().posix_spawnattr_init(attributes));
            describe(attributes);
            describe(actions, standardInput);
            ByteBuffer processId = Syscalls.struct(Integer.BYTES);
            check(syscalls.libc()
                    .posix_spawn(
                            processId,
                            program.toString(),
                            actions,
                            attributes,
                            strings(arguments),
                            strings(environment)));
            return processId.getInt(0);
        } finally {
            syscalls.libc().posix_spawn_file_actions_destroy(actions);
            Reference.reachabilityFence(reachable);
        }
    }

    private void describe(ByteBuffer attributes) throws LinuxException {
        ByteBuffer all = Syscalls.struct(SIGNALS_BYTES);
        for (int i = 0; i < SIGNALS_BYTES; i++) {
            all.put(i, (byte) 0xff);
        }
        check(syscalls.libc().posix_spawnattr_setsigdefault(attributes, all));
        check(syscalls.libc().posix_spawnattr_setsigmask(attributes, Syscalls.struct(SIGNALS_BYTES)));
        short flags = SET_SIGNALS_DEFAULT | SET_SIGNAL_MASK | SET_SESSION;
        check(syscalls.libc().posix_spawnattr_setflags(attributes, flags));
    }

    /** What this process has locked stays locked as long as any process has it open: so all else is closed. */
    private void describe(ByteBuffer actions, int standardInput) throws LinuxException {
        check(syscalls.libc().posix_spawn_file_actions_adddup2(actions, standardInput, 0));
        check(syscalls.libc().posix_spawn_file_actions_addopen(actions, 1, "/dev/null", Syscalls.O_RDWR, 0));
        check(syscalls.libc().posix_spawn_file_actions_adddup2(actions, 1, 2));
        check(syscalls.libc().posix_spawn_file_actions_addclosefrom_np(actions, FIRST_CLOSED));
        check(syscalls.libc().posix_spawn_file_actions_addchdir_np(actions, "/"));
    }

    private ByteBuffer strings(List<String> texts) {
        ByteBuffer pointers = Syscalls.struct((texts.size() + 1) * Long.BYTES);
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer copy = Syscalls.struct(bytes.length + 1).put(0, bytes);
            reachable.add(copy);
            pointers.putLong(syscalls.address(copy));
        }
        return pointers.flip().limit(pointers.capacity());
    }

    private void check(int error) throws LinuxException {
        if (error != 0) {
            throw new LinuxException("posix_spawn", program.toString(), error);
        }
    }
}
