package io.ebsnap.store.memory;

import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ReplicaUpload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An object on its way into memory: full segments, and one that is being filled. */
final class MemoryUpload implements ReplicaUpload {

    private final MemoryObjectStore store;
    private final ObjectName name;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] filling = new byte[0];
    private int filled;
    private long length;
    private boolean ended;

    MemoryUpload(MemoryObjectStore store, ObjectName name) {
        this.store = store;
        this.name = name;
    }

    @Override
    public void append(ByteBuffer bytes) {
        requireOpen();
        int count = bytes.remaining();
        store.reserve(name, count);
        while (bytes.hasRemaining()) {
            appendToSegment(bytes);
        }
        length += count;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean commitIfAbsent() {
        requireOpen();
        boolean put = store.commit(name, object());
        if (!put) {
            store.release(length);
        }
        ended = true;
        return put;
    }

    @Override
    public void commitReplacing() {
        requireOpen();
        store.replace(name, object());
        ended = true;
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            store.release(length);
        }
    }

    private MemoryObject object() {
        List<byte[]> segments = new ArrayList<>(full);
        segments.add(Arrays.copyOf(filling, filled));
        return new MemoryObject(segments, length);
    }

    private void appendToSegment(ByteBuffer bytes) {
        int wanted = Math.min(MemoryObject.SEGMENT_BYTES, filled + bytes.remaining());
        if (wanted > filling.length) {
            int grown = Math.min(MemoryObject.SEGMENT_BYTES, Math.max(wanted, 2 * filling.length));
            filling = Arrays.copyOf(filling, grown);
        }
        int count = Math.min(filling.length - filled, bytes.remaining());
        bytes.get(filling, filled, count);
        filled += count;
        if (filled == MemoryObject.SEGMENT_BYTES) {
            full.add(filling);
            filling = new byte[0];
            filled = 0;
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("the upload of " + name + " has ended");
        }
    }
}
