package io.ebsnap.files;

/**
 * In which slot of a scratch file a unit lies; slots are given in order. 12 bytes for each of at most four times as many places as there are units;
 * who adds bounds their number. For use by one writer at a time, and by any number of readers while nobody writes.
 */
final class UnitSlots {

    /** What {@link #find} says of a unit that has no slot. */
    static final int NONE = -1;

    private static final int PLACES_MIN = 64;

    private long[] keys = new long[PLACES_MIN];
    private int[] slots = new int[PLACES_MIN];
    private int size;

    int size() {
        return size;
    }

    int find(long unit) {
        int place = place(keys, unit);
        return keys[place] == 0 ? NONE : slots[place];
    }

    /** Gives a unit that has none this slot. */
    void put(long unit, int slot) {
        int place = place(keys, unit);
        keys[place] = unit + 1;
        slots[place] = slot;
        size++;
        if (size > keys.length / 2) {
            grow();
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldSlots = slots;
        keys = new long[oldKeys.length * 2];
        slots = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int place = place(keys, oldKeys[i] - 1);
                keys[place] = oldKeys[i];
                slots[place] = oldSlots[i];
            }
        }
    }

    private static int place(long[] keys, long unit) {
        int mask = keys.length - 1;
        int place = (int) ((unit * 0x9E3779B97F4A7C15L) >>> 40) & mask;
        while (keys[place] != 0 && keys[place] != unit + 1) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
