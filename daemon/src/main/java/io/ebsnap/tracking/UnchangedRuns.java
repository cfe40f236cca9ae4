package io.ebsnap.tracking;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of blocks that are unchanged, in a file that nobody can find: first what changed is told, in ascending order, then it is walked along.
 * A run takes 16 bytes there, so at most a 65,536th of the volume, and no memory. A run that got lost would be read as changed. To be
 * used by one thread at a time.
 */
final class UnchangedRuns implements ChangeCursor {

    private static final Logger LOG = LoggerFactory.getLogger(UnchangedRuns.class);

    private final FileChannel channel;
    private final long sizeBytes;
    private final DataOutputStream out;
    private final DataInputStream in;

    /** Before this all was told. */
    private long toldTo;

    private long runs;

    /** The run at hand: blocks from one on up to another. */
    private long first;

    private long end;

    private String doubt = "";

    private UnchangedRuns(FileChannel channel, long sizeBytes) {
        this.channel = channel;
        this.sizeBytes = sizeBytes;
        this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
        this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
    }

    /**
     * Begins.
     *
     * @param file where it may be made; it is gone when this returns
     * @param sizeBytes of the volume
     */
    static UnchangedRuns begin(Path file, long sizeBytes) {
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.delete(file);
            return new UnchangedRuns(channel, sizeBytes);
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot note what changed in " + file + ": " + failed, failed);
        }
    }

    /** The bytes from one on up to another, which may lie beyond the end, may have changed. */
    void changed(long start, long limit) {
        put(toldTo, start / VolumeGeometry.BLOCK_BYTES);
        toldTo = Math.max(toldTo, blocks(limit));
    }

    private static long blocks(long bytes) {
        return bytes / VolumeGeometry.BLOCK_BYTES + (bytes % VolumeGeometry.BLOCK_BYTES == 0 ? 0 : 1);
    }

    /** All is told: it can be walked along. */
    void told() {
        put(toldTo, Long.MAX_VALUE);
        try {
            out.flush();
            channel.position(0);
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot note what changed: " + failed, failed);
        }
    }

    private void put(long from, long to) {
        long limit = Math.min(to, blocks(sizeBytes));
        if (from >= limit) {
            return;
        }
        try {
            out.writeLong(from);
            out.writeLong(limit);
            runs++;
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot note what changed: " + failed, failed);
        }
    }

    @Override
    public long unchangedFrom(long block, long countMax) {
        try {
            while (end <= block && runs > 0) {
                first = in.readLong();
                end = in.readLong();
                runs--;
            }
        } catch (IOException failed) {
            runs = 0;
            end = 0;
            doubt = "what is unchanged cannot be read: " + failed;
        }
        return first <= block && block < end ? Math.min(countMax, end - block) : 0;
    }

    @Override
    public Optional<String> doubt() {
        return doubt.isEmpty() ? Optional.empty() : Optional.of(doubt);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException unimportant) {
            LOG.debug("nothing is kept of it: {}", unimportant.toString());
        }
    }
}
