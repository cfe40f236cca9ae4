package io.ebsnap.tracking;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.TagFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a snapshot's blocks, walked along in ascending order, with one record of them in memory. To be used by one thread at a
 * time.
 */
final class TagReader implements AutoCloseable {

    private final FileChannel channel;
    private final TagSealing sealing;
    private long position = TagFile.HEAD_BYTES;
    private long record = -1;
    private byte[] plaintext = new byte[0];
    private int within;
    private int tagAt;
    private boolean ended;
    private String doubt = "";

    private TagReader(FileChannel channel, TagSealing sealing) {
        this.channel = channel;
        this.sealing = sealing;
    }

    /**
     * Reads on behind the head, once the last record has proved which block map the tags belong to.
     *
     * @param channel open, with the head read; the reader's from now on
     * @throws Failure.Corrupt if the file is not whole or its root is another
     */
    static TagReader open(FileChannel channel, TagSealing sealing, TrackedSnapshot expected) throws IOException {
        TagReader reader = new TagReader(channel, sealing);
        int sealed = TagFile.ROOT_BYTES + AeadCipher.TAG_BYTES;
        long last = channel.size() - sealed - TagFile.RECORD_HEAD_BYTES;
        if (last < TagFile.HEAD_BYTES) {
            throw new Failure.Corrupt("its tags were not written to their end");
        }
        byte[] found = sealing.open(TagFile.LAST, reader.bytes(last + TagFile.RECORD_HEAD_BYTES, sealed));
        if (!Arrays.equals(found, TagFile.encodeRoot(expected.root()))) {
            throw new Failure.Corrupt("its tags belong to another block map");
        }
        return reader;
    }

    /** A block's tag; null if it has none or that is not known. Not for a block before one that was asked for earlier. */
    byte @Nullable [] tag(long block) {
        long wanted = block / TagFile.BLOCKS_PER_RECORD;
        while (record < wanted && !ended) {
            next(wanted);
        }
        if (record != wanted) {
            return null;
        }
        int target = (int) (block % TagFile.BLOCKS_PER_RECORD);
        while (within < target) {
            tagAt += has(within) ? 1 : 0;
            within++;
        }
        int offset = TagFile.BITS_BYTES + tagAt * TagFile.TAG_BYTES;
        return has(target) ? Arrays.copyOfRange(plaintext, offset, offset + TagFile.TAG_BYTES) : null;
    }

    /** Why tags are not known from somewhere on, if so. */
    Optional<String> doubt() {
        return doubt.isEmpty() ? Optional.empty() : Optional.of(doubt);
    }

    @Override
    public void close() {
        sealing.close();
        Arrays.fill(plaintext, (byte) 0);
        try {
            channel.close();
        } catch (IOException failed) {
            doubt = "its tags could not be closed";
        }
    }

    private boolean has(int index) {
        return (plaintext[index / Byte.SIZE] & 0x80 >>> index % Byte.SIZE) != 0;
    }

    private void next(long wanted) {
        try {
            ByteBuffer head = ByteBuffer.wrap(bytes(position, TagFile.RECORD_HEAD_BYTES));
            long number = head.getLong();
            int length = head.getInt();
            if (number == TagFile.LAST) {
                ended = true;
            } else {
                take(number, length, wanted);
            }
        } catch (IOException | Failure failed) {
            ended = true;
            doubt = "its tags cannot be read behind block " + Math.max(0, record) * TagFile.BLOCKS_PER_RECORD + ": "
                    + failed.getMessage();
        }
    }

    private void take(long number, int length, long wanted) throws IOException {
        int least = TagFile.BITS_BYTES + TagFile.TAG_BYTES + AeadCipher.TAG_BYTES;
        if (number <= record || length < least || length > TagFile.SEALED_BYTES_MAX) {
            throw new Failure.Corrupt("record " + number + " of " + length + " bytes follows record " + record);
        }
        byte[] opened = new byte[0];
        if (number >= wanted) {
            opened = sealing.open(number, bytes(position + TagFile.RECORD_HEAD_BYTES, length));
            requireWhole(number, opened);
        }
        Arrays.fill(plaintext, (byte) 0);
        plaintext = opened;
        record = number;
        within = 0;
        tagAt = 0;
        position += TagFile.RECORD_HEAD_BYTES + (long) length;
    }

    private static void requireWhole(long number, byte[] opened) {
        int bits = 0;
        for (int i = 0; i < TagFile.BITS_BYTES; i++) {
            bits += Integer.bitCount(Byte.toUnsignedInt(opened[i]));
        }
        if (opened.length != TagFile.BITS_BYTES + bits * TagFile.TAG_BYTES) {
            throw new Failure.Corrupt("record " + number + " has " + bits + " tags in " + opened.length + " bytes");
        }
    }

    private byte[] bytes(long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                throw new Failure.Corrupt("the file ends at " + (offset + target.position()));
            }
        }
        return target.array();
    }
}
