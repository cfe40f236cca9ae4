package io.ebsnap.volume;

import java.util.Arrays;

/**
 * Units of some blocks: 24 bytes for each of at most four times as many places as there are blocks. Who adds bounds their number. For use by one
 * thread at a time.
 */
final class UnitTable {

    private static final int PLACES_MIN = 64;

    private long[] keys = new long[PLACES_MIN];
    private long[] units = new long[2 * PLACES_MIN];
    private int size;

    UnitSet get(long block) {
        int place = place(keys, block);
        return keys[place] == 0 ? UnitSet.NONE : at(place);
    }

    /** Adds units of a block. */
    void add(long block, UnitSet more) {
        int place = place(keys, block);
        if (keys[place] == 0) {
            size++;
            keys[place] = block + 1;
        }
        put(place, at(place).with(more));
        if (size > keys.length / 2) {
            grow();
        }
    }

    /** Whether any block of a range is in it. */
    boolean hasAnyOf(long first, long last) {
        if (last - first < keys.length) {
            for (long block = first; block <= last; block++) {
                if (!get(block).isEmpty()) {
                    return true;
                }
            }
            return false;
        }
        return Arrays.stream(keys).anyMatch(key -> key > first && key <= last + 1);
    }

    int size() {
        return size;
    }

    private UnitSet at(int place) {
        return new UnitSet(units[2 * place], units[2 * place + 1]);
    }

    private void put(int place, UnitSet set) {
        units[2 * place] = set.high();
        units[2 * place + 1] = set.low();
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldUnits = units;
        keys = new long[oldKeys.length * 2];
        units = new long[oldUnits.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int place = place(keys, oldKeys[i] - 1);
                keys[place] = oldKeys[i];
                put(place, new UnitSet(oldUnits[2 * i], oldUnits[2 * i + 1]));
            }
        }
    }

    /** Where a block is, or would be. */
    private static int place(long[] keys, long block) {
        int mask = keys.length - 1;
        int place = (int) ((block * 0x9E3779B97F4A7C15L) >>> 40) & mask;
        while (keys[place] != 0 && keys[place] != block + 1) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
