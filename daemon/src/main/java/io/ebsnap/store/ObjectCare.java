package io.ebsnap.store;

/** What those know about objects who know what is in them. Safe for use by several threads. */
public interface ObjectCare {

    /** Takes every object for whole, and heals none. */
    ObjectCare NONE = new ObjectCare() {
        @Override
        public boolean isWhole(ObjectName name, ObjectStore objects) {
            return true;
        }

        @Override
        public boolean heal(ObjectName name) {
            return true;
        }
    };

    /**
     * Whether an object holds the bytes that were put, as far as can be told without keys.
     *
     * @param objects of one zone
     */
    boolean isWhole(ObjectName name, ObjectStore objects);

    /**
     * Compares the copies of an object, and puts a good one in the place of each bad one.
     *
     * @return whether all are good now
     */
    boolean heal(ObjectName name);
}
