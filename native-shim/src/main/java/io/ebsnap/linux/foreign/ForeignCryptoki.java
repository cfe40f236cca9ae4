package io.ebsnap.linux.foreign;

import io.ebsnap.linux.Cryptoki;
import io.ebsnap.linux.CryptokiException;
import io.ebsnap.linux.CryptokiSession;
import io.ebsnap.linux.CryptokiToken;
import io.ebsnap.linux.CryptokiToken.UserPin;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A PKCS#11 module of this machine. */
public final class ForeignCryptoki implements Cryptoki {

    private static final long ALREADY_INITIALIZED = 0x191;
    private static final long ALREADY_LOGGED_IN = 0x100;

    /** CK_C_INITIALIZE_ARGS: four pointers to functions that lock, all null, then flags, then a pointer. */
    private static final long INITIALIZE_BYTES = 48;

    private static final long INITIALIZE_FLAGS = 32;
    private static final long OS_LOCKING_OK = 2;

    private static final int SLOTS_MAX = 1024;
    private static final long TOKEN_INFO_BYTES = 208;
    private static final long LABEL_BYTES = 32;
    private static final long SERIAL_NUMBER = 80;
    private static final long SERIAL_NUMBER_BYTES = 16;
    private static final long TOKEN_FLAGS = 96;
    private static final long PIN_INITIALIZED = 0x8;
    private static final long TOKEN_INITIALIZED = 0x400;
    private static final long PIN_FINAL_TRY = 0x20000;
    private static final long PIN_LOCKED = 0x40000;

    private static final long READ_WRITE = 2;
    private static final long SERIAL = 4;
    private static final long USER = 1;

    private final FunctionTable functions;
    private final boolean isOurs;

    private ForeignCryptoki(FunctionTable functions, boolean isOurs) {
        this.functions = functions;
        this.isOurs = isOurs;
    }

    /**
     * Loads and initialises a module.
     *
     * @throws IllegalArgumentException if it is no library that can be loaded, or no PKCS#11 module
     * @throws CryptokiException if it cannot begin
     */
    public static Cryptoki load(Path module) throws CryptokiException {
        FunctionTable functions = FunctionTable.load(module);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(INITIALIZE_BYTES, 8);
            arguments.set(ValueLayout.JAVA_LONG, INITIALIZE_FLAGS, OS_LOCKING_OK);
            functions.call(CryptokiFunction.C_INITIALIZE, arguments.address());
            return new ForeignCryptoki(functions, true);
        } catch (CryptokiException e) {
            if (e.code() == ALREADY_INITIALIZED) {
                return new ForeignCryptoki(functions, false);
            }
            throw e;
        }
    }

    @Override
    public synchronized List<CryptokiToken> tokens() throws CryptokiException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            // Without a list the module looks for what came and went.
            functions.call(CryptokiFunction.C_GET_SLOT_LIST, 1, 0, count.address());
            MemorySegment slots = arena.allocate(ValueLayout.JAVA_LONG, SLOTS_MAX);
            count.set(ValueLayout.JAVA_LONG, 0, SLOTS_MAX);
            functions.call(CryptokiFunction.C_GET_SLOT_LIST, 1, slots.address(), count.address());
            List<CryptokiToken> tokens = new ArrayList<>();
            for (long i = 0; i < Math.min(SLOTS_MAX, count.get(ValueLayout.JAVA_LONG, 0)); i++) {
                add(slots.getAtIndex(ValueLayout.JAVA_LONG, i), tokens);
            }
            return tokens;
        }
    }

    private void add(long slot, List<CryptokiToken> tokens) throws CryptokiException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, 8);
            functions.call(CryptokiFunction.C_GET_TOKEN_INFO, slot, info.address());
            long flags = info.get(ValueLayout.JAVA_LONG, TOKEN_FLAGS);
            if ((flags & TOKEN_INITIALIZED) != 0) {
                tokens.add(new CryptokiToken(
                        slot,
                        text(info.asSlice(0, LABEL_BYTES)),
                        text(info.asSlice(SERIAL_NUMBER, SERIAL_NUMBER_BYTES)),
                        userPin(flags)));
            }
        }
    }

    private static UserPin userPin(long flags) {
        if ((flags & PIN_LOCKED) != 0) {
            return UserPin.LOCKED;
        }
        if ((flags & PIN_INITIALIZED) == 0) {
            return UserPin.UNSET;
        }
        return (flags & PIN_FINAL_TRY) != 0 ? UserPin.FINAL_TRY : UserPin.GOOD;
    }

    /** Padded with blanks; some modules put zeros. */
    private static String text(MemorySegment field) {
        String padded = new String(field.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        return padded.replace('\0', ' ').stripTrailing();
    }

    @Override
    public synchronized CryptokiSession login(CryptokiToken token, byte[] pin) throws CryptokiException {
        ForeignSession session = new ForeignSession(functions, open(token));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment secret = arena.allocateFrom(ValueLayout.JAVA_BYTE, pin);
            try {
                functions.call(CryptokiFunction.C_LOGIN, session.handle(), USER, secret.address(), pin.length);
            } finally {
                secret.fill((byte) 0);
            }
        } catch (CryptokiException e) {
            if (e.code() != ALREADY_LOGGED_IN) {
                session.close();
                throw e;
            }
        }
        return session;
    }

    private long open(CryptokiToken token) throws CryptokiException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment session = arena.allocate(ValueLayout.JAVA_LONG);
            functions.call(CryptokiFunction.C_OPEN_SESSION, token.slot(), READ_WRITE | SERIAL, 0, 0, session.address());
            return session.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Whoever else initialised the module in this process goes on with it. */
    @Override
    public synchronized void close() {
        if (isOurs) {
            try {
                functions.call(CryptokiFunction.C_FINALIZE, 0);
            } catch (CryptokiException e) {
                // It is as good as gone: the next one to use it initialises it, or hears of it.
            }
        }
    }
}
