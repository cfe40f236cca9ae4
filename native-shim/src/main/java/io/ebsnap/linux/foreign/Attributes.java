package io.ebsnap.linux.foreign;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A template: an array of {@code CK_ATTRIBUTE}, each a type, a pointer to its value and the value's length, of 8 bytes each. It lives in an arena
 * that its maker closes.
 */
final class Attributes {

    static final long CLASS = 0x0;
    static final long TOKEN = 0x1;
    static final long PRIVATE = 0x2;
    static final long LABEL = 0x3;
    static final long VALUE = 0x11;
    static final long KEY_TYPE = 0x100;
    static final long ID = 0x102;
    static final long SENSITIVE = 0x103;
    static final long ENCRYPT = 0x104;
    static final long DECRYPT = 0x105;
    static final long WRAP = 0x106;
    static final long UNWRAP = 0x107;
    static final long SIGN = 0x108;
    static final long VERIFY = 0x10A;
    static final long DERIVE = 0x10C;
    static final long VALUE_LEN = 0x161;
    static final long EXTRACTABLE = 0x162;

    private static final long ENTRY_BYTES = 24;

    private final Arena arena;
    private final List<Long> types = new ArrayList<>();
    private final List<MemorySegment> values = new ArrayList<>();

    Attributes(Arena arena) {
        this.arena = arena;
    }

    /** A value of bytes, which are copied. */
    Attributes with(long type, byte[] value) {
        return with(type, arena.allocateFrom(ValueLayout.JAVA_BYTE, value));
    }

    /** A CK_ULONG. */
    Attributes with(long type, long value) {
        return with(type, arena.allocateFrom(ValueLayout.JAVA_LONG, value));
    }

    /** A CK_BBOOL. */
    Attributes with(long type, boolean value) {
        return with(type, new byte[] {(byte) (value ? 1 : 0)});
    }

    /** A value in the arena, also one that is to be filled. */
    Attributes with(long type, MemorySegment value) {
        types.add(type);
        values.add(value);
        return this;
    }

    /** How many there are. */
    int count() {
        return types.size();
    }

    /** The array. */
    MemorySegment array() {
        MemorySegment array = arena.allocate(ENTRY_BYTES * count(), 8);
        for (int i = 0; i < count(); i++) {
            long at = ENTRY_BYTES * i;
            array.set(ValueLayout.JAVA_LONG, at, types.get(i));
            array.set(ValueLayout.JAVA_LONG, at + 8, values.get(i).address());
            array.set(ValueLayout.JAVA_LONG, at + 16, values.get(i).byteSize());
        }
        return array;
    }

    /** The length that a module has put for the value at a place of an array. */
    static long length(MemorySegment array, int place) {
        return array.get(ValueLayout.JAVA_LONG, ENTRY_BYTES * place + 16);
    }
}
