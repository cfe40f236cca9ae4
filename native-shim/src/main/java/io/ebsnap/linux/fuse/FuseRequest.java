package io.ebsnap.linux.fuse;

/**
 * What the kernel asks about the one file. {@link #unique()} names the request in its answer; a request that is given again
 * because its first reader died has another one.
 *
 * <p>Numbers are as the kernel gave them, but for what each says: offsets and lengths are bytes, 0 or more.
 */
public sealed interface FuseRequest {

    /** The name of the request. */
    long unique();

    /**
     * The first one: what the kernel can do.
     *
     * @param flags 64 of them
     */
    record Initialize(long unique, int major, int minor, long flags) implements FuseRequest {}

    /** What the file is: {@link FuseReplies#attributes}. */
    record GetAttributes(long unique) implements FuseRequest {}

    /** To change what the file is: answered as {@link GetAttributes}, with what it is after that. */
    record SetAttributes(long unique) implements FuseRequest {}

    /** Somebody opens the file: {@link FuseReplies#opened}. */
    record Open(long unique) implements FuseRequest {}

    /**
     * {@link FuseReplies#data}.
     *
     * @param length at most {@link FuseBuffer#DATA_BYTES}
     */
    record Read(long unique, long offset, int length) implements FuseRequest {}

    /**
     * {@link FuseReplies#written}; the bytes are the buffer's {@link FuseBuffer#data}.
     *
     * @param length at most {@link FuseBuffer#DATA_BYTES}
     */
    record Write(long unique, long offset, int length) implements FuseRequest {}

    /** Make durable what was written: {@link FuseReplies#done}. */
    record Sync(long unique) implements FuseRequest {}

    /**
     * To change how a range is allocated: {@link FuseReplies#done}.
     *
     * @param length such that the end of the range is a number too
     * @param mode the flags of {@code fallocate}
     */
    record Allocate(long unique, long offset, long length, int mode) implements FuseRequest {

        private static final int KEEP_SIZE = 0x1;
        private static final int PUNCH_HOLE = 0x2;
        private static final int ZERO_RANGE = 0x10;

        /** Whether the range's content is not needed any more. */
        public boolean punchesHole() {
            return mode == (PUNCH_HOLE | KEEP_SIZE);
        }

        /** Whether the range is to be zeros that have their space. */
        public boolean zeroesRange() {
            return (mode & ~KEEP_SIZE) == ZERO_RANGE;
        }
    }

    /**
     * Where data or a hole begins: {@link FuseReplies#place}.
     *
     * @param hole whether a hole is looked for, and not data
     */
    record Seek(long unique, long offset, boolean hole) implements FuseRequest {}

    /** How large the file system is: {@link FuseReplies#fileSystem}. */
    record FileSystemStatus(long unique) implements FuseRequest {}

    /** Something that needs nothing but to be answered with {@link FuseReplies#done}: a close, a question for access. */
    record Formality(long unique) implements FuseRequest {}

    /** Something that is not answered: what can be forgotten, a request that somebody waits for no more, a wake-up. */
    record Unanswered(long unique) implements FuseRequest {}

    /** A request that such a file system does not know: to be answered with ENOSYS. */
    record Unknown(long unique, int code) implements FuseRequest {}

    /** Bytes that no kernel would send: to be answered with EIO. */
    record Malformed(long unique, String reason) implements FuseRequest {}
}
