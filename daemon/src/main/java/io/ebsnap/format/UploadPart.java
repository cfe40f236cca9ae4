package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one object of an upload's journal seals, {@code docs/format/direct.md}. Blocks:
 *
 * <pre>
 *  0  u32  number n of blocks, 1 .. 4096
 *  4  u32  how many of their chunks the store did not have
 *  8  u64  bytes that they added to the store
 * 16       n times: u64 index, u8 1 if it has a chunk and 0 if it is zeros, 32 bytes chunk id or zeros, 32 bytes SHA-256
 * </pre>
 *
 * <p>A checkpoint:
 *
 * <pre>
 *  0  u64  size of the volume in bytes
 *  8  u64  chunks that the store did not have, of all blocks so far
 * 16  u64  bytes that they added to the store
 * 24   u8  1 if there is a root of the block map, else 0
 * 25   32  that root, or zeros
 * 57   u8  1 if there is a root of the map of checksums, else 0
 * 58   32  that root, or zeros
 * </pre>
 */
public sealed interface UploadPart {

    /** How many blocks one part has at most. */
    int BLOCKS_MAX = 4096;

    /** The longest part. */
    int BYTES_MAX = 16 + BLOCKS_MAX * 73;

    /** What kind it is. */
    Kind kind();

    /** Its bytes. */
    byte[] encode();

    /** The kinds of parts. */
    enum Kind {
        BLOCKS(1),
        CHECKPOINT(2);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        /** The number that stands for it. */
        public byte code() {
            return code;
        }

        /**
         * The kind of a number.
         *
         * @throws Failure.Corrupt if there is none
         */
        static Kind of(byte code) {
            return switch (code) {
                case 1 -> BLOCKS;
                case 2 -> CHECKPOINT;
                default -> throw new Failure.Corrupt("a part of an upload of kind " + code + " instead of 1 or 2");
            };
        }
    }

    /**
     * Reads a part.
     *
     * @throws Failure.Corrupt if anything is not as the table of its kind says
     */
    static UploadPart decode(Kind kind, byte[] bytes) {
        return switch (kind) {
            case BLOCKS -> Blocks.decode(ByteBuffer.wrap(bytes));
            case CHECKPOINT -> Checkpoint.decode(ByteBuffer.wrap(bytes));
        };
    }

    /**
     * Blocks that were made durable together, in the order in which they count.
     *
     * @param blocksStored whose content the store did not have
     * @param bytesStored that they added to the store
     */
    record Blocks(List<UploadedBlock> blocks, int blocksStored, long bytesStored) implements UploadPart {

        private static final int HEAD_BYTES = 16;
        private static final int BLOCK_BYTES = 73;

        public Blocks {
            blocks = List.copyOf(blocks);
            if (blocks.isEmpty() || blocks.size() > BLOCKS_MAX) {
                throw new IllegalArgumentException("a part of " + blocks.size() + " blocks");
            }
        }

        @Override
        public Kind kind() {
            return Kind.BLOCKS;
        }

        @Override
        public byte[] encode() {
            ByteBuffer target = ByteBuffer.allocate(HEAD_BYTES + blocks.size() * BLOCK_BYTES);
            target.putInt(blocks.size()).putInt(blocksStored).putLong(bytesStored);
            for (UploadedBlock block : blocks) {
                target.putLong(block.index());
                putId(target, block.chunk());
                target.put(block.checksum().bytes());
            }
            return target.array();
        }

        private static Blocks decode(ByteBuffer source) {
            int count = source.capacity() < HEAD_BYTES ? 0 : source.getInt();
            if (count < 1 || count > BLOCKS_MAX || source.capacity() != HEAD_BYTES + count * BLOCK_BYTES) {
                throw new Failure.Corrupt("a part of " + count + " blocks has " + source.capacity() + " bytes");
            }
            int stored = source.getInt();
            long bytes = source.getLong();
            List<UploadedBlock> blocks = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                long index = source.getLong();
                if (index < 0) {
                    throw new Failure.Corrupt("a part of an upload names block " + index);
                }
                blocks.add(new UploadedBlock(index, id(source), cut(source)));
            }
            return new Blocks(blocks, stored, bytes);
        }
    }

    /**
     * All that was put so far, on top of what the snapshot began with.
     *
     * @param sizeBytes of the volume
     * @param blocksStored whose content the store did not have
     * @param bytesStored that they added to the store
     * @param blocks root of the block map; empty when every block is a hole
     * @param checksums root of the map that has the checksum of each block that was put in the place of a chunk; empty when there is none
     */
    record Checkpoint(
            long sizeBytes, long blocksStored, long bytesStored, Optional<ChunkId> blocks, Optional<ChunkId> checksums)
            implements UploadPart {

        private static final int BYTES = 90;

        @Override
        public Kind kind() {
            return Kind.CHECKPOINT;
        }

        @Override
        public byte[] encode() {
            ByteBuffer target = ByteBuffer.allocate(BYTES)
                    .putLong(sizeBytes)
                    .putLong(blocksStored)
                    .putLong(bytesStored);
            putId(target, blocks);
            putId(target, checksums);
            return target.array();
        }

        private static Checkpoint decode(ByteBuffer source) {
            if (source.capacity() != BYTES) {
                throw new Failure.Corrupt("a checkpoint of an upload has " + source.capacity() + " bytes");
            }
            return new Checkpoint(source.getLong(), source.getLong(), source.getLong(), id(source), id(source));
        }
    }

    private static void putId(ByteBuffer target, Optional<ChunkId> id) {
        target.put((byte) (id.isPresent() ? 1 : 0));
        target.put(id.map(ChunkId::bytes).orElseGet(() -> new byte[ChunkId.BYTES]));
    }

    private static Optional<ChunkId> id(ByteBuffer source) {
        byte there = source.get();
        ChunkId id = cut(source);
        if (there == 1) {
            return Optional.of(id);
        }
        if (there != 0 || !id.equals(ChunkId.of(new byte[ChunkId.BYTES]))) {
            throw new Failure.Corrupt("a part of an upload has an id that is neither there nor not");
        }
        return Optional.empty();
    }

    private static ChunkId cut(ByteBuffer source) {
        byte[] id = new byte[ChunkId.BYTES];
        source.get(id);
        return ChunkId.of(id);
    }
}
