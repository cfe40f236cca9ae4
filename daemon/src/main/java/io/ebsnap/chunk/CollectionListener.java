package io.ebsnap.chunk;

/** Follows a garbage collection and may end it early. Called on the collection's thread. */
public interface CollectionListener {

    /** Nobody follows. */
    CollectionListener NONE = new CollectionListener() {};

    /**
     * Where the collection is.
     *
     * @param step what it does
     * @param done chunks named ({@link Step#MARK}) or packs seen
     * @param total packs in all; 0 while it is not known
     */
    default void progress(Step step, long done, long total) {}

    /** Whether to end at the next step; what was begun is finished. */
    default boolean isCancelled() {
        return false;
    }

    /** What a collection does, in its order. */
    enum Step {
        /** Asks what must be kept. */
        MARK,
        /** Looks at each pack, and deletes those of which nothing is kept. */
        SWEEP,
        /** Moves what is live out of packs that are mostly dead or small. */
        REPACK
    }
}
