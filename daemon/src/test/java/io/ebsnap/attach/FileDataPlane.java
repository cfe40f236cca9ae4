package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.VolumeExtent;
import io.ebsnap.volume.ZeroMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A volume that is a plain file, so that another process can go on with it. */
class FileDataPlane implements DataPlane {

    private static final int ZEROS_BYTES = 1 << 20;

    private final FileChannel file;
    private final long size;
    private final AtomicLong trimmed = new AtomicLong();
    private final AtomicLong flushes = new AtomicLong();

    FileDataPlane(Path path, long size) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.size = size;
    }

    long trimmed() {
        return trimmed.get();
    }

    long flushes() {
        return flushes.get();
    }

    @FunctionalInterface
    private interface Transfer {
        int at(ByteBuffer buffer, long offset) throws IOException;
    }

    private void whole(ByteBuffer buffer, long offset, Transfer transfer) {
        if (offset < 0 || buffer.remaining() > size - offset) {
            throw new Failure.Invalid("not within the volume");
        }
        try {
            long at = offset;
            while (buffer.hasRemaining()) {
                int moved = transfer.at(buffer, at);
                if (moved < 0) {
                    throw new Failure.Corrupt("the file is too short");
                }
                at += moved;
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable("the file failed: " + failed, failed);
        }
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public long sizeBytes() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        return false;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        whole(target, offset, file::read);
    }

    @Override
    public void write(long offset, ByteBuffer source, Fua fua) {
        whole(source, offset, file::write);
    }

    @Override
    public boolean writeZeroes(long offset, long length, ZeroMode mode, Fua fua) {
        for (long done = 0; done < length; ) {
            int part = (int) Math.min(ZEROS_BYTES, length - done);
            write(offset + done, ByteBuffer.allocateDirect(part), fua);
            done += part;
        }
        return true;
    }

    @Override
    public void trim(long offset, long length, Fua fua) {
        trimmed.addAndGet(length);
        writeZeroes(offset, length, ZeroMode.ANY, fua);
    }

    @Override
    public void flush() {
        flushes.incrementAndGet();
        try {
            file.force(false);
        } catch (IOException failed) {
            throw new Failure.Unavailable("the file failed: " + failed, failed);
        }
    }

    @Override
    public void prefetch(long offset, long length) {}

    @Override
    public List<VolumeExtent> extents(long offset, long length, int extentsMax) {
        return List.of(new VolumeExtent(length, false, false, true));
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failed) {
            throw new Failure.Unavailable("the file failed: " + failed, failed);
        }
    }
}
