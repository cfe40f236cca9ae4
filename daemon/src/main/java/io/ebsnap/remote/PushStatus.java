package io.ebsnap.remote;

/**
 * How far a copy is that a remote makes of a snapshot from here.
 *
 * @param state of it
 * @param message why, if it is an error
 * @param bytesTotal size of the volume
 * @param bytesDone of it that are dealt with
 */
record PushStatus(State state, String message, long bytesTotal, long bytesDone) {

    private static final int MESSAGE_LENGTH_MAX = 1_000;

    /** Of the copy there. */
    enum State {
        PENDING(0),
        COMPLETED(1),
        ERROR(2),
        /** Deleted, or never made. */
        GONE(3);

        private final int code;

        State(int code) {
            this.code = code;
        }

        private static State of(FrameReader in) {
            int code = in.u8();
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw in.nonsense("there is no state " + code);
        }
    }

    void write(FrameWriter out) {
        String words = message.substring(0, Math.min(MESSAGE_LENGTH_MAX, message.length()));
        out.u8(state.code).text(words).i64(bytesTotal).i64(bytesDone);
    }

    static PushStatus read(FrameReader in) {
        return new PushStatus(
                State.of(in),
                Messages.printable(in.text("a message", MESSAGE_LENGTH_MAX)),
                in.i64("a size", 0, Long.MAX_VALUE),
                in.i64("a count of bytes", 0, Long.MAX_VALUE));
    }
}
