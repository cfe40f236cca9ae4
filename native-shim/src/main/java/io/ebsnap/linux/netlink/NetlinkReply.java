package io.ebsnap.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A message from the kernel. */
public sealed interface NetlinkReply {

    /** The request's number that it answers. */
    int sequence();

    /**
     * What was asked for.
     *
     * @param command the kind of answer
     */
    record Answer(int sequence, int command, NetlinkAttributes attributes) implements NetlinkReply {}

    /**
     * How a request ended.
     *
     * @param errorNumber the kernel's error number, positive; 0 if it went well
     */
    record Outcome(int sequence, int errorNumber) implements NetlinkReply {}

    /** The type of a message that tells how a request ended; smaller ones mean nothing here, larger ones are families. */
    int ERROR_TYPE = 2;

    /** The smallest number of a family. */
    int FAMILY_MIN = 16;

    /**
     * Reads the messages of one datagram, from position to limit.
     *
     * @throws NetlinkFormatException if it is not made of whole messages
     */
    static List<NetlinkReply> decode(ByteBuffer datagram) throws NetlinkFormatException {
        ByteBuffer bytes = datagram.slice().order(ByteOrder.nativeOrder());
        List<NetlinkReply> found = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int there = bytes.remaining();
            if (there < NetlinkRequest.HEADER_BYTES) {
                throw new NetlinkFormatException("a message of " + there + " bytes");
            }
            int start = bytes.position();
            int length = bytes.getInt(start);
            if (length < NetlinkRequest.HEADER_BYTES || length > there) {
                throw new NetlinkFormatException("a message says that it has " + length + " bytes of " + there);
            }
            decode(bytes.slice(start, length).order(ByteOrder.nativeOrder()), found);
            bytes.position(start + Math.min(there, NetlinkAttributes.aligned(length)));
        }
        return found;
    }

    private static void decode(ByteBuffer message, List<NetlinkReply> found) throws NetlinkFormatException {
        int type = Short.toUnsignedInt(message.getShort(4));
        int sequence = message.getInt(8);
        int body = message.limit() - NetlinkRequest.HEADER_BYTES;
        if (type == ERROR_TYPE) {
            requireBytes(body, Integer.BYTES);
            found.add(new Outcome(sequence, Math.abs(message.getInt(NetlinkRequest.HEADER_BYTES))));
        } else if (type >= FAMILY_MIN) {
            requireBytes(body, NetlinkRequest.COMMAND_BYTES);
            int command = Byte.toUnsignedInt(message.get(NetlinkRequest.HEADER_BYTES));
            message.position(NetlinkRequest.HEADER_BYTES + NetlinkRequest.COMMAND_BYTES);
            found.add(new Answer(sequence, command, NetlinkAttributes.read(message)));
        }
    }

    private static void requireBytes(int there, int needed) throws NetlinkFormatException {
        if (there < needed) {
            throw new NetlinkFormatException("a message has " + there + " bytes behind its header");
        }
    }
}
