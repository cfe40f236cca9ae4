package io.ebsnap.store.file;

import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ReplicaUpload;
import io.ebsnap.store.file.FileOperations.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** An object on its way into a file store: a file in {@code .uploads} until it has its name. */
final class FileUpload implements ReplicaUpload {

    /** More in one write would make the JDK keep as large a buffer outside the heap for the thread. */
    private static final int WRITE_BYTES_MAX = 1 << 20;

    /** What has become of it. After a failure it can only be closed. */
    private enum State {
        OPEN,
        FAILED,
        ENDED
    }

    private final FileObjectStore store;
    private final ObjectName name;
    private final Path path;
    private final WritableFile file;
    private long length;
    private State state = State.OPEN;

    FileUpload(FileObjectStore store, ObjectName name, Path path, WritableFile file) {
        this.store = store;
        this.name = name;
        this.path = path;
        this.file = file;
    }

    @Override
    public void append(ByteBuffer bytes) {
        requireOpen();
        int count = bytes.remaining();
        state = State.FAILED;
        try {
            writeInParts(bytes);
        } catch (IOException e) {
            throw store.medium().notWritten("writing at " + length + " of " + name, e);
        }
        state = State.OPEN;
        length += count;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean commitIfAbsent() {
        makeDurable();
        boolean put = store.publish(name, path);
        state = State.ENDED;
        return put;
    }

    @Override
    public void commitReplacing() {
        makeDurable();
        store.replace(name, path);
        state = State.ENDED;
    }

    @Override
    public void close() {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        try {
            file.close();
        } catch (IOException e) {
            throw Medium.refused("closing the upload of " + name, e);
        } finally {
            store.discardUpload(path);
        }
    }

    private void makeDurable() {
        requireOpen();
        state = State.FAILED;
        try {
            file.force();
            file.close();
        } catch (IOException e) {
            throw store.medium().notWritten("making " + name + " durable", e);
        }
    }

    private void writeInParts(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), WRITE_BYTES_MAX);
            file.write(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
        }
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException("the upload of " + name + " has ended");
        }
    }
}
