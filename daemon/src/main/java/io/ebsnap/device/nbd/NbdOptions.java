package io.ebsnap.device.nbd;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options of the negotiation, one after the other, each with a bounded number of answers. */
final class NbdOptions {

    /** IHAVEOPT. */
    static final long MAGIC = 0x49484156454F5054L;

    private static final long REPLY_MAGIC = 0x3e889045565a9L;

    private static final int EXPORT_NAME = 1;
    private static final int GO = 7;
    private static final int STRUCTURED_REPLY = 8;
    private static final int LIST_META_CONTEXT = 9;
    private static final int SET_META_CONTEXT = 10;

    private static final int ACK = 1;
    private static final int INFO = 3;
    private static final int META_CONTEXT = 4;
    private static final int INFO_BLOCK_SIZE = 3;

    private static final int UNSUPPORTED = 0x80000001;
    private static final int POLICY = 0x80000002;
    private static final int TLS_REQUIRED = 0x80000005;
    private static final int UNKNOWN = 0x80000006;
    private static final int SHUTDOWN = 0x80000007;

    private final NbdWire wire;
    private final NbdUri uri;

    NbdOptions(NbdWire wire, NbdUri uri) {
        this.wire = wire;
        this.uri = uri;
    }

    /** Reads what an answer of so many bytes holds, all of it. */
    interface Answer {
        void read(int length) throws IOException;
    }

    /** The last option of servers that know no GO. */
    static ByteBuffer exportName(NbdUri uri) {
        NbdMessage name = new NbdMessage().putText(uri.export());
        return request(EXPORT_NAME, name).toBuffer();
    }

    /** Asks for replies in chunks. */
    boolean structuredReplies() throws IOException {
        return ask(STRUCTURED_REPLY, new NbdMessage(), 0, this::unexpected);
    }

    /** The names of all metadata contexts that the server has for the export. */
    List<String> listContexts() throws IOException {
        List<String> names = new ArrayList<>();
        NbdMessage all = new NbdMessage().putName(uri.export()).putInt(0);
        ask(LIST_META_CONTEXT, all, META_CONTEXT, length -> {
            requireContext(length);
            wire.skip(Integer.BYTES);
            names.add(wire.readText(length - Integer.BYTES));
        });
        return names;
    }

    /** Asks for contexts, and tells the ids of those that it got. */
    Map<String, Integer> setContexts(List<String> names) throws IOException {
        Map<String, Integer> ids = new HashMap<>();
        if (names.isEmpty()) {
            return ids;
        }
        NbdMessage wanted = new NbdMessage().putName(uri.export()).putInt(names.size());
        names.forEach(wanted::putName);
        boolean agreed = ask(SET_META_CONTEXT, wanted, META_CONTEXT, length -> {
            requireContext(length);
            int id = wire.readInt();
            String name = wire.readText(length - Integer.BYTES);
            if (!names.contains(name) || ids.containsValue(id) || ids.put(name, id) != null) {
                throw new NbdProtocolException(
                        "it agrees on the context '" + name + "' that was not asked for, or twice");
            }
        });
        return agreed ? ids : Map.of();
    }

    /**
     * Chooses the export; each piece of information goes to {@code info}.
     *
     * @return false if the server does not know this option
     */
    boolean go(Answer info) throws IOException {
        NbdMessage choice = new NbdMessage().putName(uri.export()).putShort(1).putShort(INFO_BLOCK_SIZE);
        return ask(GO, choice, INFO, info);
    }

    /**
     * Asks for an option and reads all answers.
     *
     * @param type of the answers that {@code answer} reads
     * @return whether the server agrees; false if it does not know the option or what was asked for
     */
    private boolean ask(int option, NbdMessage data, int type, Answer answer) throws IOException {
        wire.write(request(option, data).toBuffer());
        for (int replies = 0; replies < NbdLimits.OPTION_REPLIES_MAX; replies++) {
            Reply reply = reply(option);
            if (reply.type == ACK) {
                wire.skip(reply.length);
                return true;
            } else if (reply.type < 0) {
                refused(option, reply);
                return false;
            } else if (reply.type == type) {
                answer.read(reply.length);
            } else {
                throw new NbdProtocolException("answer " + reply.type + " to option " + option);
            }
        }
        throw new NbdProtocolException("more than " + NbdLimits.OPTION_REPLIES_MAX + " answers to option " + option);
    }

    private record Reply(int type, int length) {}

    private Reply reply(int option) throws IOException {
        long magic = wire.readLong();
        if (magic != REPLY_MAGIC) {
            throw new NbdProtocolException("an answer to option " + option + " begins with " + Long.toHexString(magic));
        }
        int found = wire.readInt();
        int type = wire.readInt();
        long length = wire.readUnsignedInt();
        if (found != option || length > NbdLimits.OPTION_BYTES_MAX) {
            throw new NbdProtocolException("an answer to option " + option + " is for "
                    + Integer.toUnsignedString(found) + " and has " + length + " bytes");
        }
        return new Reply(type, (int) length);
    }

    /** Throws if nothing else can be tried; returns if the server merely does not know the option. */
    private void refused(int option, Reply reply) throws IOException {
        int shown = Math.min(reply.length, NbdLimits.MESSAGE_BYTES_MAX);
        String message = wire.readText(shown);
        wire.skip(reply.length - shown);
        String why = uri + ": the server refuses" + (message.isEmpty() ? "" : ": " + message);
        switch (reply.type) {
            case TLS_REQUIRED -> throw new Failure.Denied(why, "it wants TLS, which is not supported");
            case SHUTDOWN -> throw new Failure.Unavailable(why + " (it is shutting down)", null);
            case UNKNOWN -> {
                if (option == GO) {
                    throw new Failure.NotFound(uri + ": the server has no export '" + uri.export() + "'");
                }
            }
            case POLICY -> {
                if (option == GO) {
                    throw new Failure.Denied(why);
                }
            }
            default -> {
                if (option == GO && reply.type != UNSUPPORTED) {
                    throw new Failure.Unavailable(why + " (error " + (reply.type & Integer.MAX_VALUE) + ")", null);
                }
            }
        }
    }

    private void unexpected(int length) throws IOException {
        throw new NbdProtocolException("an answer of " + length + " bytes that nothing was to be told by");
    }

    private static void requireContext(int length) throws IOException {
        if (length <= Integer.BYTES || length > Integer.BYTES + NbdLimits.MESSAGE_BYTES_MAX) {
            throw new NbdProtocolException("a context of " + length + " bytes");
        }
    }

    private static NbdMessage request(int option, NbdMessage data) {
        return new NbdMessage()
                .putLong(MAGIC)
                .putInt(option)
                .putInt(data.length())
                .putMessage(data);
    }
}
