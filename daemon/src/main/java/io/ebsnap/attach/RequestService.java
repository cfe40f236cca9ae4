package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FuseDevice;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.fuse.FuseBuffer;
import io.ebsnap.linux.fuse.FuseFile;
import io.ebsnap.linux.fuse.FuseReplies;
import io.ebsnap.linux.fuse.FuseRequest;
import io.ebsnap.linux.fuse.FuseRequests;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.VolumeExtent;
import io.ebsnap.volume.ZeroMode;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the kernel's requests about one volume. Any number of threads may call, each with a buffer of its own.
 *
 * <p>Whatever a request does may be done once more: the next daemon is given again what this one has not answered. So a request
 * that fails because the daemon stops is not answered.
 */
final class RequestService {

    /** The unit of the loop device's discards, and the least that can be written without merging. */
    static final int BLOCK_BYTES = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(RequestService.class);
    private static final int EXTENTS_MAX = 64;

    private final DataPlane plane;
    private final FuseDevice device;
    private final WaitingRequests waiting;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile boolean stopping;

    RequestService(DataPlane plane, FuseDevice device, WaitingRequests waiting) {
        this.plane = plane;
        this.device = device;
        this.waiting = waiting;
    }

    /** From now on failures are left to the next daemon, and what waits is not begun. */
    void stop() {
        stopping = true;
    }

    /** Whether requests are being answered by others than those who read them. */
    boolean busy() {
        return underWay.get() > 0;
    }

    /**
     * Answers a request, now or later.
     *
     * @param buffer holds the request
     * @param length its bytes
     * @return the buffer for the next request
     */
    FuseBuffer serve(FuseBuffer buffer, int length) {
        FuseRequest request = FuseRequests.decode(buffer, length);
        switch (request) {
            case FuseRequest.Read read -> read(read, buffer);
            case FuseRequest.Write write
            when merges(write) -> {
                Optional<FuseBuffer> spare = later(held -> perform(request, held), buffer);
                if (spare.isPresent()) {
                    return spare.get();
                }
                perform(request, buffer);
            }
            default -> perform(request, buffer);
        }
        return buffer;
    }

    /** A part of a block is merged with what may have to be fetched first. */
    private static boolean merges(FuseRequest.Write write) {
        return write.offset() % BLOCK_BYTES != 0 || write.length() % BLOCK_BYTES != 0;
    }

    private void read(FuseRequest.Read read, FuseBuffer buffer) {
        if (!perform(read.unique(), buffer, () -> readNow(read, buffer)) && !later(own -> perform(read, own))) {
            perform(read, buffer);
        }
    }

    private Optional<ByteBuffer> readNow(FuseRequest.Read read, FuseBuffer buffer) {
        int length = within(read);
        return plane.readNow(read.offset(), buffer.data(length))
                ? Optional.of(FuseReplies.data(buffer, read.unique(), length))
                : Optional.empty();
    }

    private boolean later(WaitingRequests.Task task) {
        underWay.incrementAndGet();
        boolean taken = waiting.offer(own -> finish(task, own));
        if (!taken) {
            underWay.decrementAndGet();
        }
        return taken;
    }

    private Optional<FuseBuffer> later(WaitingRequests.Task task, FuseBuffer held) {
        underWay.incrementAndGet();
        Optional<FuseBuffer> spare = waiting.offer(own -> finish(task, own), held);
        if (spare.isEmpty()) {
            underWay.decrementAndGet();
        }
        return spare;
    }

    private void finish(WaitingRequests.Task task, FuseBuffer buffer) {
        try {
            if (!stopping) {
                task.with(buffer);
            }
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void perform(FuseRequest request, FuseBuffer buffer) {
        perform(request.unique(), buffer, () -> answer(request, buffer));
    }

    @FunctionalInterface
    private interface Attempt {
        Optional<ByteBuffer> answer();
    }

    /**
     * Does something and writes the answer.
     *
     * @return whether there was one to write
     */
    private boolean perform(long unique, FuseBuffer buffer, Attempt attempt) {
        try {
            Optional<ByteBuffer> answer = attempt.answer();
            answer.ifPresent(this::write);
            if (answer.isPresent() && failing.get() && failing.compareAndSet(true, false)) {
                LOG.info("attachment-recovered volume={}", plane.name());
            }
            return answer.isPresent();
        } catch (Failure failure) {
            fail(unique, buffer, ErrorNumbers.of(failure), failure);
        } catch (RuntimeException | Error fault) {
            fail(unique, buffer, Errno.EIO, fault);
        }
        return true;
    }

    private void fail(long unique, FuseBuffer buffer, Errno error, Throwable cause) {
        if (stopping) {
            return;
        }
        if (failing.compareAndSet(false, true)) {
            LOG.warn("attachment-failing volume={} error={} cause={}", plane.name(), error, cause.toString());
        }
        write(FuseReplies.failed(buffer, unique, error));
    }

    private void write(ByteBuffer answer) {
        try {
            device.write(answer);
        } catch (LinuxException refused) {
            if (!stopping) {
                LOG.error("attachment-answer-refused volume={} error={}", plane.name(), refused.getMessage());
            }
        }
    }

    private Optional<ByteBuffer> answer(FuseRequest request, FuseBuffer buffer) {
        long unique = request.unique();
        return switch (request) {
            case FuseRequest.Unanswered nothing -> Optional.empty();
            case FuseRequest.Read read -> Optional.of(data(read, buffer));
            case FuseRequest.Write write -> Optional.of(written(write, buffer));
            case FuseRequest.Sync sync -> {
                plane.flush();
                yield Optional.of(FuseReplies.done(buffer, unique));
            }
            case FuseRequest.Allocate range -> Optional.of(allocated(range, buffer));
            case FuseRequest.Seek seek -> Optional.of(sought(seek, buffer));
            case FuseRequest.Open open -> Optional.of(FuseReplies.opened(buffer, unique));
            case FuseRequest.GetAttributes ask -> Optional.of(FuseReplies.attributes(buffer, unique, file()));
            case FuseRequest.SetAttributes ask -> Optional.of(FuseReplies.attributes(buffer, unique, file()));
            case FuseRequest.FileSystemStatus ask -> Optional.of(FuseReplies.fileSystem(buffer, unique, file()));
            case FuseRequest.Formality formality -> Optional.of(FuseReplies.done(buffer, unique));
            case FuseRequest.Initialize again -> Optional.of(FuseReplies.failed(buffer, unique, Errno.EIO));
            case FuseRequest.Unknown unknown -> Optional.of(FuseReplies.failed(buffer, unique, Errno.ENOSYS));
            case FuseRequest.Malformed malformed -> throw new Failure.Internal(malformed.reason(), null);
        };
    }

    private FuseFile file() {
        return new FuseFile(plane.sizeBytes(), BLOCK_BYTES, plane.readOnly());
    }

    private int within(FuseRequest.Read read) {
        return (int) Math.max(0, Math.min(read.length(), plane.sizeBytes() - read.offset()));
    }

    private ByteBuffer data(FuseRequest.Read read, FuseBuffer buffer) {
        int length = within(read);
        if (length > 0) {
            plane.read(read.offset(), buffer.data(length));
        }
        return FuseReplies.data(buffer, read.unique(), length);
    }

    private ByteBuffer written(FuseRequest.Write write, FuseBuffer buffer) {
        plane.write(write.offset(), buffer.data(write.length()), Fua.NO);
        return FuseReplies.written(buffer, write.unique(), write.length());
    }

    private ByteBuffer allocated(FuseRequest.Allocate range, FuseBuffer buffer) {
        if (range.punchesHole()) {
            plane.trim(range.offset(), range.length(), Fua.NO);
        } else if (range.zeroesRange()) {
            plane.writeZeroes(range.offset(), range.length(), new ZeroMode(false, false), Fua.NO);
        } else {
            return FuseReplies.failed(buffer, range.unique(), Errno.EOPNOTSUPP);
        }
        return FuseReplies.done(buffer, range.unique());
    }

    private ByteBuffer sought(FuseRequest.Seek seek, FuseBuffer buffer) {
        long size = plane.sizeBytes();
        long at = seek.offset();
        while (at < size) {
            for (VolumeExtent extent : plane.extents(at, size - at, EXTENTS_MAX)) {
                if (extent.hole() == seek.hole()) {
                    return FuseReplies.place(buffer, seek.unique(), at);
                }
                at += extent.length();
            }
        }
        return seek.hole() && seek.offset() < size
                ? FuseReplies.place(buffer, seek.unique(), size)
                : FuseReplies.failed(buffer, seek.unique(), Errno.ENXIO);
    }
}
