package io.ebsnap.nbd;

/**
 * What a client asks for. Nothing of it was checked.
 *
 * @param flags of the command
 * @param command see {@link Protocol}
 * @param cookie that the replies repeat
 * @param offset in bytes; one above what a long holds is negative
 * @param length in bytes, of the range or of the payload; likewise
 */
record Request(int flags, int command, long cookie, long offset, long length) {

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Reads a request, all of which is there. */
    static Request read(Input input, Dialect.Form form) throws ProtocolViolation {
        int magic = input.readInt();
        if (magic != (form == Dialect.Form.EXTENDED ? Protocol.EXTENDED_REQUEST_MAGIC : Protocol.REQUEST_MAGIC)) {
            throw new ProtocolViolation("a request begins with " + Integer.toHexString(magic));
        }
        int flags = input.readShort();
        int command = input.readShort();
        long cookie = input.readLong();
        long offset = input.readLong();
        long length = form == Dialect.Form.EXTENDED ? input.readLong() : Integer.toUnsignedLong(input.readInt());
        return new Request(flags, command, cookie, offset, length);
    }

    /** How many bytes of payload follow; one above what a long holds is negative. */
    long payloadBytes(Dialect.Form form) {
        boolean follows =
                form == Dialect.Form.EXTENDED ? has(Protocol.CMD_FLAG_PAYLOAD_LEN) : command == Protocol.CMD_WRITE;
        return follows ? length : 0;
    }
}
