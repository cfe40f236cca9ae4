package io.ebsnap.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Appends lines to one segment. Used by one thread at a time. */
final class SegmentWriter implements AutoCloseable {

    private final FileChannel channel;
    private final String name;
    private final int segmentBytes;
    private int positionBytes;

    private SegmentWriter(FileChannel channel, String name, int segmentBytes, int positionBytes) {
        this.channel = channel;
        this.name = name;
        this.segmentBytes = segmentBytes;
        this.positionBytes = positionBytes;
    }

    /**
     * Makes a segment, durably.
     *
     * @throws io.ebsnap.failure.Failure.Exhausted if there is no room
     */
    static SegmentWriter beginning(SegmentFiles files, long first, byte[] header) {
        FileChannel channel = files.create(first, header);
        return new SegmentWriter(channel, files.path(first).toString(), files.segmentBytes(), header.length);
    }

    /** Goes on in a segment; what a crash has left behind its last line is overwritten. */
    static SegmentWriter goingOn(SegmentFiles files, long first, SegmentReading reading) {
        SegmentWriter writer = new SegmentWriter(
                files.open(first), files.path(first).toString(), files.segmentBytes(), reading.endBytes());
        if (reading.fault() != null) {
            writer.clearRest();
        }
        return writer;
    }

    boolean hasRoom(int bytes) {
        return segmentBytes - positionBytes >= bytes;
    }

    /**
     * Appends a line; durable when it returns. After a failure the line may be there or not, and nothing more may be appended.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if the disk refuses
     */
    void append(byte[] line) {
        try {
            write(ByteBuffer.wrap(line), positionBytes);
            channel.force(false);
            positionBytes += line.length;
        } catch (IOException e) {
            takeBack(e);
            throw SegmentFiles.refused("writing " + name, e);
        }
    }

    /** The caller is told that the line was not written, so it should not be found later. */
    private void takeBack(IOException failure) {
        try {
            write(ByteBuffer.allocate(Math.max(0, segmentBytes - positionBytes)), positionBytes);
            channel.force(false);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void clearRest() {
        try {
            write(ByteBuffer.allocate(Math.max(0, segmentBytes - positionBytes)), positionBytes);
            channel.force(false);
        } catch (IOException e) {
            throw SegmentFiles.refused("clearing the end of " + name, e);
        }
    }

    private void write(ByteBuffer bytes, int at) throws IOException {
        for (int position = at; bytes.hasRemaining(); ) {
            position += channel.write(bytes, position);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw SegmentFiles.refused("closing " + name, e);
        }
    }
}
