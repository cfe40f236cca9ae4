package io.ebsnap.tracking;

import io.ebsnap.format.TagFile;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the tags of a snapshot's blocks in ascending order, with one record of them in memory. A failure costs the file and nothing else:
 * it is logged, and the rest is dropped. To be used by one thread at a time.
 */
final class TagWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TagWriter.class);

    private final Path file;
    private final TagSealing sealing;
    private final byte[] plaintext = new byte[TagFile.BITS_BYTES + TagFile.BLOCKS_PER_RECORD * TagFile.TAG_BYTES];
    private final FileChannel channel;
    private long record;
    private int tags;
    private boolean usable = true;
    private boolean finished;

    private TagWriter(Path file, TagSealing sealing, FileChannel channel) {
        this.file = file;
        this.sealing = sealing;
        this.channel = channel;
    }

    /** Begins a file, in place of one that may be there. */
    static TagWriter begin(Path file, byte[] head, TagSealing sealing) throws IOException {
        Files.deleteIfExists(file);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        TagWriter writer = new TagWriter(file, sealing, channel);
        writer.write(head);
        return writer;
    }

    /** Notes a block's tag; blocks come in ascending order. */
    void put(long block, byte[] tag) {
        if (block / TagFile.BLOCKS_PER_RECORD != record) {
            endRecord();
            record = block / TagFile.BLOCKS_PER_RECORD;
        }
        int within = (int) (block % TagFile.BLOCKS_PER_RECORD);
        plaintext[within / Byte.SIZE] |= (byte) (0x80 >>> within % Byte.SIZE);
        System.arraycopy(tag, 0, plaintext, TagFile.BITS_BYTES + tags * TagFile.TAG_BYTES, TagFile.TAG_BYTES);
        tags++;
    }

    /** Ends the file, durably: it counts from now on, if its snapshot does. */
    void finish(Optional<ChunkId> root) {
        endRecord();
        write(sealing.seal(TagFile.LAST, ArraySlice.of(TagFile.encodeRoot(root))));
        try {
            if (usable) {
                channel.force(true);
                finished = true;
            }
        } catch (IOException failed) {
            giveUp(failed);
        }
    }

    /** Removes the file unless it is finished. */
    @Override
    public void close() {
        sealing.close();
        Arrays.fill(plaintext, (byte) 0);
        try {
            channel.close();
            if (!finished) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            LOG.warn("tags={} could not be closed: {}", file, failed.toString());
        }
    }

    private void endRecord() {
        if (tags > 0) {
            int length = TagFile.BITS_BYTES + tags * TagFile.TAG_BYTES;
            write(sealing.seal(record, new ArraySlice(plaintext, 0, length)));
            Arrays.fill(plaintext, 0, length, (byte) 0);
            tags = 0;
        }
    }

    private void write(byte[] bytes) {
        try {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (usable && left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException failed) {
            giveUp(failed);
        }
    }

    private void giveUp(IOException failed) {
        usable = false;
        LOG.warn("tags={} cannot be written; the next snapshot compares everything: {}", file, failed.toString());
    }
}
