package io.ebsnap.store;

import java.util.List;

/** The replicas of a store, for those who can tell a good copy of an object from a bad one. Safe for use by several threads. */
public interface Replicas {

    /** A store without any: there is nothing to compare with. */
    Replicas NONE = new Replicas() {
        @Override
        public List<Replica> live() {
            return List.of();
        }

        @Override
        public void suspect(ObjectName name) {
            // Nobody could heal it.
        }
    };

    /** All whose content counts, in the order in which they are read. Where there are fewer than two, nothing can be healed. */
    List<Replica> live();

    /** Says that some copy of an object is bad or missing. It is looked into in the background, and healed from a good one. */
    void suspect(ObjectName name);
}
