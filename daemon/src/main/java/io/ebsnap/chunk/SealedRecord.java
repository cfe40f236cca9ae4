package io.ebsnap.chunk;

import io.ebsnap.geometry.ArraySlice;

/** A sealed record in a buffer that it gives back when it is closed. */
record SealedRecord(RecordBuffers.Lease lease, int length) implements AutoCloseable {

    ArraySlice bytes() {
        ArraySlice buffer = lease.buffer();
        return new ArraySlice(buffer.array(), buffer.offset(), length);
    }

    @Override
    public void close() {
        lease.close();
    }
}
