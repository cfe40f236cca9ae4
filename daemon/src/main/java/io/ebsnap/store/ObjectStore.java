package io.ebsnap.store;

import java.nio.ByteBuffer;
import java.util.stream.Stream;

/**
 * A flat store of immutable objects. Every implementation keeps these promises, and one contract suite holds each of
 * them to it:
 *
 * <ol>
 *   <li><b>Whole or not at all.</b> An object is seen by no reader before its put has committed, and then with all its bytes.
 *   <li><b>Durable.</b> When a put or a delete has returned, it survives the death of the process and a power cut.
 *   <li><b>First wins.</b> A put never replaces an object (only a {@link ReplicaStore} can, to mend one); of several concurrent puts of one name exactly one succeeds.
 *   <li><b>Read after write.</b> A committed object is seen by every later get, size and list; a deleted one by none.
 *   <li><b>No half deletes.</b> After a crash a deleted object is there whole or gone.
 * </ol>
 *
 * <p>Failures: {@code NotFound} for an object that is not there, {@code Exhausted} when there is no room (nothing of the
 * object is left behind), {@code Unavailable} for anything the medium refuses, with the object's name in the message.
 *
 * <p>Safe for use by several threads.
 */
public interface ObjectStore extends AutoCloseable {

    /**
     * Begins a put. Nothing is visible before {@link ObjectUpload#commitIfAbsent()}.
     */
    ObjectUpload begin(ObjectName name);

    /**
     * Puts a small object in one call.
     *
     * @param content is read from its position to its limit, which are left as they are
     * @return whether it was put; false if an object of that name exists, which is left as it is
     */
    default boolean putIfAbsent(ObjectName name, ByteBuffer content) {
        try (ObjectUpload upload = begin(name)) {
            upload.append(content.duplicate());
            return upload.commitIfAbsent();
        }
    }

    /** The length of an object in bytes. */
    long size(ObjectName name);

    /** Whether an object is there. */
    boolean exists(ObjectName name);

    /**
     * Reads a range of an object into {@code target} until that has no room left.
     *
     * @param offset where the range begins, in bytes
     * @throws io.ebsnap.failure.Failure.Corrupt if the object ends before the range does
     */
    void read(ObjectName name, long offset, ByteBuffer target);

    /**
     * All objects whose names begin with {@code prefix} (any text, not only whole segments), in no particular order. What is put or
     * deleted meanwhile may or may not be seen. The stream must be closed.
     */
    Stream<ObjectName> list(String prefix);

    /**
     * Deletes an object.
     *
     * @return whether it was there
     */
    boolean delete(ObjectName name);

    /** Bytes that may still be put, as far as the medium can tell. */
    long freeBytes();

    /** The replicas that it is made of, where there are several. */
    default Replicas replicas() {
        return Replicas.NONE;
    }

    @Override
    void close();
}
