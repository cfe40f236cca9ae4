package io.ebsnap.linux.foreign;

import io.ebsnap.linux.CryptokiException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The functions of a module.
 *
 * <p>SAFETY, for every call: {@code CK_ULONG} and pointers are 64 bits on the machines that ebsnap runs on, and the only argument that is shorter,
 * a {@code CK_BBOOL}, travels in a register of 64 bits there; so each argument is a Java long. Memory behind pointers lives in an arena of
 * the caller's, which it closes when the call has returned; no function that is called here keeps a pointer.
 */
@SuppressWarnings("restricted") // the package is there for this
final class FunctionTable {

    private static final long OK = 0;

    private final Map<CryptokiFunction, MethodHandle> functions;

    private FunctionTable(Map<CryptokiFunction, MethodHandle> functions) {
        this.functions = functions;
    }

    /**
     * Loads a module, which stays loaded: libraries of vendors do not survive being unloaded.
     *
     * @throws IllegalArgumentException if it is no library that can be loaded, or no PKCS#11 module
     */
    static FunctionTable load(Path module) throws CryptokiException {
        Map<CryptokiFunction, MethodHandle> functions = new EnumMap<>(CryptokiFunction.class);
        MemorySegment table = table(module);
        for (CryptokiFunction function : CryptokiFunction.values()) {
            MemorySegment address = table.get(ValueLayout.ADDRESS, function.offset());
            functions.put(function, handle(address, function.arguments()));
        }
        return new FunctionTable(functions);
    }

    /** The module's own: it stays as long as the module is loaded. */
    static MemorySegment table(Path module) throws CryptokiException {
        MethodHandle getTable = handle(symbol(module, "C_GetFunctionList"), 1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(ValueLayout.ADDRESS);
            check("C_GetFunctionList", invoke(getTable, pointer.address()));
            return pointer.get(ValueLayout.ADDRESS, 0).reinterpret(CryptokiFunction.TABLE_BYTES);
        }
    }

    static MemorySegment symbol(Path module, String name) {
        return SymbolLookup.libraryLookup(module, Arena.global())
                .find(name)
                .orElseThrow(() -> new IllegalArgumentException(module + " has no " + name));
    }

    /**
     * Calls a function.
     *
     * @throws CryptokiException if it fails
     */
    void call(CryptokiFunction function, long... arguments) throws CryptokiException {
        check(function.symbol(), invoke(Objects.requireNonNull(functions.get(function)), arguments));
    }

    private static void check(String function, long result) throws CryptokiException {
        if (result != OK) {
            throw new CryptokiException(function, result);
        }
    }

    private static long invoke(MethodHandle handle, long... arguments) {
        try {
            return (long) handle.invoke(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of native code threw", e);
        }
    }

    /** Takes its arguments as an array. */
    private static MethodHandle handle(MemorySegment address, int arguments) {
        MemoryLayout[] layouts = new MemoryLayout[arguments];
        Arrays.fill(layouts, ValueLayout.JAVA_LONG);
        return Linker.nativeLinker()
                .downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts))
                .asSpreader(long[].class, arguments);
    }
}
