package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import java.nio.ByteBuffer;

/** Copies and compares objects between zones, a mebibyte at a time. */
final class ObjectCopying {

    private static final int PART_BYTES = 1 << 20;

    private ObjectCopying() {}

    /**
     * Begins a copy of an object; the caller commits it and closes it.
     *
     * @return the upload, with all bytes
     */
    static ObjectUpload begin(ObjectName name, ObjectStore from, ObjectStore to) {
        long size = from.size(name);
        ObjectUpload upload = to.begin(name);
        try {
            append(name, from, size, upload);
            return upload;
        } catch (RuntimeException | Error e) {
            closeAfter(e, upload);
            throw e;
        }
    }

    /** Whether an object that both have is the same in both: long ones by their length, because only packs are so long, and of a name that is never used twice. */
    static boolean same(ObjectName name, ObjectStore one, ObjectStore other) {
        long size = one.size(name);
        if (size != other.size(name) || size > PART_BYTES) {
            return size == other.size(name);
        }
        ByteBuffer first = ByteBuffer.allocate((int) size);
        ByteBuffer second = ByteBuffer.allocate((int) size);
        one.read(name, 0, first);
        other.read(name, 0, second);
        return first.flip().equals(second.flip());
    }

    private static void append(ObjectName name, ObjectStore from, long size, ObjectUpload upload) {
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(size, PART_BYTES));
        for (long offset = 0; offset < size; offset += part.limit()) {
            part.clear().limit((int) Math.min(size - offset, part.capacity()));
            from.read(name, offset, part);
            upload.append(part.flip());
        }
    }

    private static void closeAfter(Throwable failure, ObjectUpload upload) {
        try {
            upload.close();
        } catch (Failure e) {
            failure.addSuppressed(e);
        }
    }
}
