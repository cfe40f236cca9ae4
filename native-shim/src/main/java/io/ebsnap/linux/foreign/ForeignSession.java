package io.ebsnap.linux.foreign;

import io.ebsnap.linux.CryptokiException;
import io.ebsnap.linux.CryptokiKey;
import io.ebsnap.linux.CryptokiSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A session with a token. Secrets that are copied off the heap are zeroed before their memory is given back. */
final class ForeignSession implements CryptokiSession {

    private static final long SECRET_KEY = 4;
    private static final long GENERIC_SECRET = 0x10;
    private static final long AES = 0x1F;
    private static final long AES_KEY_GEN = 0x1080;
    private static final long AES_KEY_WRAP = 0x2109;
    private static final long MECHANISM_BYTES = 24;
    private static final long KEY_BYTES = 32;
    private static final int FOUND_MAX = 16;
    private static final long SECRET_BYTES_MAX = 64;
    private static final long WRAPPED_BYTES_MAX = SECRET_BYTES_MAX + 8;

    private final FunctionTable functions;
    private final long session;

    ForeignSession(FunctionTable functions, long session) {
        this.functions = functions;
        this.session = session;
    }

    long handle() {
        return session;
    }

    @Override
    public void generateWrappingKey(byte[] id, String label) throws CryptokiException {
        try (Arena arena = Arena.ofConfined()) {
            Attributes template = new Attributes(arena)
                    .with(Attributes.CLASS, SECRET_KEY)
                    .with(Attributes.KEY_TYPE, AES)
                    .with(Attributes.VALUE_LEN, KEY_BYTES)
                    .with(Attributes.TOKEN, true)
                    .with(Attributes.PRIVATE, true)
                    .with(Attributes.SENSITIVE, true)
                    .with(Attributes.EXTRACTABLE, false)
                    .with(Attributes.ENCRYPT, false)
                    .with(Attributes.DECRYPT, false)
                    .with(Attributes.SIGN, false)
                    .with(Attributes.VERIFY, false)
                    .with(Attributes.DERIVE, false)
                    .with(Attributes.WRAP, true)
                    .with(Attributes.UNWRAP, true)
                    .with(Attributes.ID, id)
                    .with(Attributes.LABEL, label.getBytes(StandardCharsets.UTF_8));
            MemorySegment handle = arena.allocate(ValueLayout.JAVA_LONG);
            functions.call(
                    CryptokiFunction.C_GENERATE_KEY,
                    session,
                    mechanism(arena, AES_KEY_GEN),
                    template.array().address(),
                    template.count(),
                    handle.address());
        }
    }

    @Override
    public List<CryptokiKey> find(byte[] id) throws CryptokiException {
        List<CryptokiKey> found = new ArrayList<>();
        for (long handle : handles(id)) {
            found.add(new CryptokiKey(handle, isGuarded(handle)));
        }
        return found;
    }

    private long[] handles(byte[] id) throws CryptokiException {
        try (Arena arena = Arena.ofConfined()) {
            Attributes template = new Attributes(arena)
                    .with(Attributes.CLASS, SECRET_KEY)
                    .with(Attributes.TOKEN, true)
                    .with(Attributes.ID, id);
            functions.call(
                    CryptokiFunction.C_FIND_OBJECTS_INIT,
                    session,
                    template.array().address(),
                    template.count());
            MemorySegment handles = arena.allocate(ValueLayout.JAVA_LONG, FOUND_MAX);
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            try {
                functions.call(CryptokiFunction.C_FIND_OBJECTS, session, handles.address(), FOUND_MAX, count.address());
            } finally {
                functions.call(CryptokiFunction.C_FIND_OBJECTS_FINAL, session);
            }
            return handles.asSlice(0, Long.BYTES * count.get(ValueLayout.JAVA_LONG, 0))
                    .toArray(ValueLayout.JAVA_LONG);
        }
    }

    private boolean isGuarded(long handle) throws CryptokiException {
        return number(handle, Attributes.KEY_TYPE) == AES
                && number(handle, Attributes.VALUE_LEN) == KEY_BYTES
                && is(handle, Attributes.SENSITIVE)
                && !is(handle, Attributes.EXTRACTABLE)
                && is(handle, Attributes.WRAP)
                && is(handle, Attributes.UNWRAP);
    }

    private long number(long handle, long type) throws CryptokiException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
            read(handle, new Attributes(arena).with(type, value));
            return value.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    private boolean is(long handle, long type) throws CryptokiException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_BYTE);
            read(handle, new Attributes(arena).with(type, value));
            return value.get(ValueLayout.JAVA_BYTE, 0) != 0;
        }
    }

    /** Reads the one value of a template, and tells its length. */
    private long read(long handle, Attributes template) throws CryptokiException {
        MemorySegment array = template.array();
        functions.call(CryptokiFunction.C_GET_ATTRIBUTE_VALUE, session, handle, array.address(), template.count());
        return Attributes.length(array, 0);
    }

    @Override
    public byte[] wrap(CryptokiKey key, byte[] secret) throws CryptokiException {
        long passing = imported(secret);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wrapped = arena.allocate(WRAPPED_BYTES_MAX);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_LONG, WRAPPED_BYTES_MAX);
            functions.call(
                    CryptokiFunction.C_WRAP_KEY,
                    session,
                    mechanism(arena, AES_KEY_WRAP),
                    key.handle(),
                    passing,
                    wrapped.address(),
                    length.address());
            return bytes(wrapped, length.get(ValueLayout.JAVA_LONG, 0));
        } finally {
            functions.call(CryptokiFunction.C_DESTROY_OBJECT, session, passing);
        }
    }

    /** The secret as an object of the session, which dies with it at the latest. */
    private long imported(byte[] secret) throws CryptokiException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_BYTE, secret);
            MemorySegment handle = arena.allocate(ValueLayout.JAVA_LONG);
            try {
                Attributes template = passing(arena).with(Attributes.VALUE, value);
                functions.call(
                        CryptokiFunction.C_CREATE_OBJECT,
                        session,
                        template.array().address(),
                        template.count(),
                        handle.address());
            } finally {
                value.fill((byte) 0);
            }
            return handle.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    @Override
    public byte[] unwrap(CryptokiKey key, byte[] wrapped) throws CryptokiException {
        long passing = unwrapped(key, wrapped);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(SECRET_BYTES_MAX);
            try {
                return bytes(value, read(passing, new Attributes(arena).with(Attributes.VALUE, value)));
            } finally {
                value.fill((byte) 0);
            }
        } finally {
            functions.call(CryptokiFunction.C_DESTROY_OBJECT, session, passing);
        }
    }

    private long unwrapped(CryptokiKey key, byte[] wrapped) throws CryptokiException {
        try (Arena arena = Arena.ofConfined()) {
            Attributes template = passing(arena);
            MemorySegment handle = arena.allocate(ValueLayout.JAVA_LONG);
            functions.call(
                    CryptokiFunction.C_UNWRAP_KEY,
                    session,
                    mechanism(arena, AES_KEY_WRAP),
                    key.handle(),
                    arena.allocateFrom(ValueLayout.JAVA_BYTE, wrapped).address(),
                    wrapped.length,
                    template.array().address(),
                    template.count(),
                    handle.address());
            return handle.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** What passes through a token is of the session, and may be read by it. */
    private static Attributes passing(Arena arena) {
        return new Attributes(arena)
                .with(Attributes.CLASS, SECRET_KEY)
                .with(Attributes.KEY_TYPE, GENERIC_SECRET)
                .with(Attributes.TOKEN, false)
                .with(Attributes.SENSITIVE, false)
                .with(Attributes.EXTRACTABLE, true);
    }

    @Override
    public void destroy(CryptokiKey key) throws CryptokiException {
        functions.call(CryptokiFunction.C_DESTROY_OBJECT, session, key.handle());
    }

    @Override
    public void close() {
        try {
            functions.call(CryptokiFunction.C_CLOSE_SESSION, session);
        } catch (CryptokiException e) {
            // A session of a token that is gone is closed.
        }
    }

    private static byte[] bytes(MemorySegment memory, long length) {
        return memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** CK_MECHANISM without a parameter: the type, a null pointer and a length of 0. */
    private static long mechanism(Arena arena, long type) {
        MemorySegment mechanism = arena.allocate(MECHANISM_BYTES, 8);
        mechanism.set(ValueLayout.JAVA_LONG, 0, type);
        return mechanism.address();
    }
}
