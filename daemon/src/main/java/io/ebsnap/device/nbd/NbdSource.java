package io.ebsnap.device.nbd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.device.BlockSource;
import io.ebsnap.device.DirtyBitmaps;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An NBD export as a source of blocks. Several reads at a time go over one connection. When the connection is lost, each request is tried
 * once more on a new one, which must have the same size; then it fails.
 *
 * <p>It reads any range at any offset and into any buffer.
 */
public final class NbdSource implements BlockSource, DirtyBitmaps {

    /** The context of the protocol itself: which ranges are holes or zeros. */
    public static final String ALLOCATION_CONTEXT = "base:allocation";

    /** QEMU's contexts: which ranges have changed. */
    public static final String DIRTY_BITMAP_PREFIX = "qemu:dirty-bitmap:";

    private static final Logger LOG = LoggerFactory.getLogger(NbdSource.class);

    /** How much a question for block status asks about: a multiple of every block size, with few extents on most disks. */
    private static final int STATUS_PIECE_BYTES = 256 << 20;

    private static final int DIRTY = 1;

    private final NbdUri uri;
    private final NbdLimits limits;
    private final ThreadFactory threads;
    private final VolumeGeometry geometry;

    @GuardedBy("this")
    private NbdConnection connection;

    @GuardedBy("this")
    private boolean closed;

    @GuardedBy("zeros")
    private final NbdZeroWindows zeros = new NbdZeroWindows();

    @GuardedBy("zeros")
    private boolean allocationTold;

    private NbdSource(NbdUri uri, NbdLimits limits, ThreadFactory threads, NbdConnection connection) {
        this.uri = uri;
        this.limits = limits;
        this.threads = threads;
        this.connection = connection;
        this.geometry = new VolumeGeometry(connection.export().sizeBytes());
        this.allocationTold = connection.export().contexts().containsKey(ALLOCATION_CONTEXT);
    }

    /**
     * Connects to an export.
     *
     * @param threads makes one daemon thread for each connection
     * @throws Failure.NotFound if there is no such socket or export
     * @throws Failure.Denied if the server forbids it or wants TLS
     * @throws Failure.Unavailable if it does not answer in time or does not speak the protocol
     * @throws Failure.Invalid if the export is empty or larger than any volume
     */
    public static NbdSource open(NbdUri uri, NbdLimits limits, ThreadFactory threads) {
        NbdConnection connection = connect(uri, limits, threads);
        LOG.info(
                "nbd={} size={} structured={} contexts={}",
                uri,
                connection.export().sizeBytes(),
                connection.export().structured(),
                new TreeSet<>(connection.export().contexts().keySet()));
        return new NbdSource(uri, limits, threads, connection);
    }

    @Override
    public String name() {
        return uri.text();
    }

    @Override
    public VolumeGeometry geometry() {
        return geometry;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        requireInside(offset, target.remaining());
        NbdBlockSizes sizes = current().export().blockSizes();
        long end = offset + target.remaining();
        long from = sizes.floor(offset);
        long to = sizes.ceiling(end, geometry.sizeBytes());
        if (from == offset && to == end) {
            readAligned(offset, target);
        } else {
            ByteBuffer wider = ByteBuffer.allocate(Math.toIntExact(to - from));
            readAligned(from, wider);
            target.put(wider.flip().slice(Math.toIntExact(offset - from), target.remaining()));
        }
    }

    /** Asks the server in pieces that are kept for a while. What the server does not tell must be read. */
    @Override
    public boolean knownZeros(long offset, long length) {
        requireInside(offset, length);
        synchronized (zeros) {
            long at = offset;
            while (allocationTold && at < offset + length) {
                long until = zerosUntil(at);
                if (until == at) {
                    return false;
                }
                at = until;
            }
            return allocationTold;
        }
    }

    /** The names of the dirty bitmaps that the server has for the export, each with {@link #DIRTY_BITMAP_PREFIX}. */
    public Set<String> dirtyBitmaps() {
        return current().export().contexts().keySet().stream()
                .filter(name -> name.startsWith(DIRTY_BITMAP_PREFIX))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Set<String> bitmaps() {
        return dirtyBitmaps().stream()
                .map(name -> name.substring(DIRTY_BITMAP_PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public List<Range> written(String bitmap, long offset) {
        return status(DIRTY_BITMAP_PREFIX + bitmap, offset).stream()
                .map(extent -> new Range(extent.end(), (extent.flags() & DIRTY) != 0))
                .toList();
    }

    /**
     * Tells all ranges that a dirty bitmap calls changed, in ascending order. They are asked for in pieces, so a range may come in several
     * parts that touch.
     *
     * @param context one of {@link #dirtyBitmaps()}
     * @throws Failure.NotFound if the server has no such context
     * @throws Failure.Unavailable if the server does not tell; what was told before is then worth nothing
     */
    public void changedExtents(String context, Consumer<NbdExtent> changed) {
        long at = 0;
        while (at < geometry.sizeBytes()) {
            List<NbdExtent> extents = status(context, at);
            extents.stream().filter(extent -> (extent.flags() & DIRTY) != 0).forEach(changed);
            at = extents.getLast().end();
        }
    }

    /** Asks the server to make durable what others have written, if it can be asked. */
    public void flush() {
        if (current().export().canFlush()) {
            perform("flushing", unused -> new NbdFlushRequest());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        connection.close();
    }

    @Override
    public String toString() {
        return name();
    }

    private void readAligned(long offset, ByteBuffer target) {
        int most = current().export().blockSizes().readMaximum();
        long at = offset;
        while (target.hasRemaining()) {
            ByteBuffer part = target.slice(target.position(), Math.min(most, target.remaining()));
            long from = at;
            perform(
                    "reading " + part.remaining() + " bytes at offset " + from,
                    unused -> new NbdReadRequest(from, part));
            target.position(target.position() + part.remaining());
            at += part.remaining();
        }
    }

    @GuardedBy("zeros")
    private long zerosUntil(long offset) {
        var kept = zeros.at(offset);
        if (kept.isPresent()) {
            return kept.get().zerosUntil(offset);
        }
        try {
            return zeros.keep(status(ALLOCATION_CONTEXT, offset)).zerosUntil(offset);
        } catch (Failure e) {
            allocationTold = false;
            LOG.warn("nbd={} allocation=unknown, all blocks are read: {}", uri, e.getMessage());
            return offset;
        }
    }

    /** What a context says from an offset on, at least of one byte. */
    private List<NbdExtent> status(String context, long offset) {
        long from = current().export().blockSizes().floor(offset);
        long to = Math.min(geometry.sizeBytes(), from - from % STATUS_PIECE_BYTES + STATUS_PIECE_BYTES);
        int[] id = new int[1];
        NbdStatusRequest answered = perform("asking for block status at offset " + from, export -> {
            id[0] = contextId(export, context);
            return new NbdStatusRequest(
                    from, Math.toIntExact(to - from), export.contexts().values());
        });
        return answered.extents(id[0]);
    }

    private int contextId(NbdExport export, String context) {
        Integer id = export.contexts().get(context);
        if (id == null) {
            throw new Failure.NotFound(uri + ": the server has no context '" + context + "'");
        }
        return id;
    }

    /** Makes a request for what a connection has agreed on. */
    private interface Making<R extends NbdRequest> {
        R on(NbdExport export);
    }

    /** Tries twice at most, the second time on a new connection. */
    private <R extends NbdRequest> R perform(String attempt, Making<R> making) {
        NbdConnection first = current();
        try {
            return performOn(first, attempt, making);
        } catch (IOException e) {
            LOG.warn("nbd={} connection=lost {}: {}", uri, attempt, e.getMessage());
            try {
                return performOn(successorOf(first), attempt, making);
            } catch (IOException again) {
                again.addSuppressed(e);
                throw new Failure.Unavailable(uri + ": " + attempt + ": " + again.getMessage(), again);
            }
        }
    }

    private <R extends NbdRequest> R performOn(NbdConnection on, String attempt, Making<R> making) throws IOException {
        R request = making.on(on.export());
        on.perform(request);
        String error = request.error();
        if (error != null) {
            throw new Failure.Unavailable(uri + ": " + attempt + ": " + error, null);
        }
        return request;
    }

    private synchronized NbdConnection current() {
        return connection;
    }

    /** The connection after one that was lost: all who lost it share one. */
    private NbdConnection successorOf(NbdConnection broken) {
        synchronized (this) {
            if (closed) {
                throw new Failure.Unavailable(uri + ": the source is closed", null);
            }
            if (connection != broken) {
                return connection;
            }
            NbdConnection fresh = connect(uri, limits, threads);
            requireSameSize(fresh);
            connection = fresh;
            LOG.info("nbd={} connection=restored", uri);
        }
        forgetZeros();
        return current();
    }

    /** Another server may have answered, or the same one with other content. */
    private void forgetZeros() {
        synchronized (zeros) {
            zeros.clear();
        }
    }

    private void requireSameSize(NbdConnection fresh) {
        long size = fresh.export().sizeBytes();
        if (size != geometry.sizeBytes()) {
            fresh.close();
            throw new Failure.Unavailable(
                    uri + ": the export had " + geometry.sizeBytes() + " bytes and now has " + size, null);
        }
    }

    private void requireInside(long offset, long length) {
        if (offset < 0 || length < 0 || offset > geometry.sizeBytes() - length) {
            throw new IllegalArgumentException(
                    length + " bytes at offset " + offset + " of " + geometry.sizeBytes() + " of " + uri);
        }
    }

    private static NbdConnection connect(NbdUri uri, NbdLimits limits, ThreadFactory threads) {
        try {
            return NbdConnection.open(uri, limits, threads);
        } catch (IOException e) {
            throw new Failure.Unavailable(uri + ": connecting: " + e.getMessage(), e);
        }
    }
}
