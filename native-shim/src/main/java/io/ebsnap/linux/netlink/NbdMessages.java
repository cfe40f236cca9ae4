package io.ebsnap.linux.netlink;

import io.ebsnap.linux.NbdConnection;
import io.ebsnap.linux.NbdDeviceState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the kernel's NBD driver is asked, and what it answers: {@code linux/nbd-netlink.h}. */
public final class NbdMessages {

    /** The family that knows the numbers of all others. */
    private static final int CONTROLLER = 16;

    private static final int GET_FAMILY = 3;
    private static final int NEW_FAMILY = 1;
    private static final int FAMILY_ID = 1;
    private static final int FAMILY_NAME = 2;
    private static final int FAMILY_ATTRIBUTES_MAX = 5;
    private static final String NAME = "nbd";

    private static final int CONNECT = 1;
    private static final int DISCONNECT = 2;
    private static final int RECONFIGURE = 3;
    private static final int STATUS = 5;

    private static final int INDEX = 1;
    private static final int SIZE_BYTES = 2;
    private static final int BLOCK_SIZE_BYTES = 3;
    private static final int TIMEOUT = 4;
    private static final int SERVER_FLAGS = 5;
    private static final int CLIENT_FLAGS = 6;
    private static final int SOCKETS = 7;
    private static final int DEAD_CONN_TIMEOUT = 8;
    private static final int DEVICE_LIST = 9;
    private static final int BACKEND_IDENTIFIER = 10;

    /** One of a list of sockets or devices, and what is in it. */
    private static final int ITEM = 1;

    private static final int SOCKET_DESCRIPTOR = 1;
    private static final int DEVICE_INDEX = 1;
    private static final int DEVICE_CONNECTED = 2;

    /** More connections than any machine makes use of, and few enough for one message. */
    private static final int SOCKETS_MAX = 64;

    private NbdMessages() {}

    /**
     * The driver in the running kernel.
     *
     * @param id its number in messages
     * @param attributesMax the highest attribute that it knows
     */
    public record Family(int id, int attributesMax) {

        /** Whether it can tell whose a device is: Linux 5.14. */
        public boolean knowsBackends() {
            return attributesMax >= BACKEND_IDENTIFIER;
        }
    }

    /** Asks for the driver; the kernel may load it then. */
    public static ByteBuffer findFamily(int sequence) {
        return new NetlinkRequest(CONTROLLER, GET_FAMILY, sequence)
                .putString(FAMILY_NAME, NAME)
                .finish();
    }

    /** Reads the answer to {@link #findFamily}; empty if it is another one. */
    public static Optional<Family> family(NetlinkReply.Answer answer) throws NetlinkFormatException {
        OptionalInt id = answer.attributes().number(FAMILY_ID);
        boolean named = answer.attributes().text(FAMILY_NAME).equals(NAME);
        if (answer.command() != NEW_FAMILY || id.isEmpty() || !named) {
            return Optional.empty();
        }
        int attributesMax = answer.attributes().number(FAMILY_ATTRIBUTES_MAX).orElse(0);
        return Optional.of(new Family(id.getAsInt(), attributesMax));
    }

    /**
     * Makes a device of connected sockets: the first one that is free.
     *
     * @param sockets numbers of this process's descriptors
     */
    public static ByteBuffer connect(Family family, int sequence, NbdConnection wanted, int... sockets) {
        NetlinkRequest request = new NetlinkRequest(family.id(), CONNECT, sequence)
                .putLong(SIZE_BYTES, wanted.sizeBytes())
                .putLong(BLOCK_SIZE_BYTES, wanted.blockBytes())
                .putLong(TIMEOUT, wanted.requestTimeout().toSeconds())
                .putLong(DEAD_CONN_TIMEOUT, wanted.deadConnectionTimeout().toSeconds())
                .putLong(SERVER_FLAGS, wanted.serverFlags())
                .putLong(CLIENT_FLAGS, 0)
                .putString(BACKEND_IDENTIFIER, wanted.backend());
        return putSockets(request, sockets).finish();
    }

    /** Gives a device new sockets in the place of those that are dead. */
    public static ByteBuffer reconnect(Family family, int sequence, int index, String backend, int... sockets) {
        NetlinkRequest request = new NetlinkRequest(family.id(), RECONFIGURE, sequence)
                .putInt(INDEX, index)
                .putString(BACKEND_IDENTIFIER, backend);
        return putSockets(request, sockets).finish();
    }

    /** Changes a device's size. */
    public static ByteBuffer resize(Family family, int sequence, int index, String backend, long sizeBytes) {
        return new NetlinkRequest(family.id(), RECONFIGURE, sequence)
                .putInt(INDEX, index)
                .putString(BACKEND_IDENTIFIER, backend)
                .putLong(SIZE_BYTES, sizeBytes)
                .finish();
    }

    /** Ends a device. */
    public static ByteBuffer disconnect(Family family, int sequence, int index) {
        return new NetlinkRequest(family.id(), DISCONNECT, sequence)
                .putInt(INDEX, index)
                .finish();
    }

    /** Asks which devices there are. */
    public static ByteBuffer status(Family family, int sequence) {
        return new NetlinkRequest(family.id(), STATUS, sequence).finish();
    }

    private static NetlinkRequest putSockets(NetlinkRequest request, int... sockets) {
        if (sockets.length < 1 || sockets.length > SOCKETS_MAX) {
            throw new IllegalArgumentException(sockets.length + " sockets, 1 to " + SOCKETS_MAX + " are possible");
        }
        request.begin(SOCKETS);
        for (int socket : sockets) {
            request.begin(ITEM).putInt(SOCKET_DESCRIPTOR, socket).end();
        }
        return request.end();
    }

    /** Reads which device was made; empty if the answer is to something else. */
    public static Optional<Integer> connectedIndex(NetlinkReply.Answer answer) throws NetlinkFormatException {
        OptionalInt index = answer.attributes().number(INDEX);
        return answer.command() == CONNECT && index.isPresent() ? Optional.of(index.getAsInt()) : Optional.empty();
    }

    /** Reads the answer to {@link #status}; empty if it is another one. */
    public static Optional<List<NbdDeviceState>> devices(NetlinkReply.Answer answer) throws NetlinkFormatException {
        if (answer.command() != STATUS) {
            return Optional.empty();
        }
        List<NbdDeviceState> found = new ArrayList<>();
        for (NetlinkAttributes list : answer.attributes().nested(DEVICE_LIST)) {
            for (NetlinkAttributes device : list.nested(ITEM)) {
                OptionalInt index = device.number(DEVICE_INDEX);
                if (index.isEmpty()) {
                    throw new NetlinkFormatException("a device without an index");
                }
                boolean connected = device.number(DEVICE_CONNECTED).orElse(0) != 0;
                found.add(new NbdDeviceState(index.getAsInt(), connected));
            }
        }
        return Optional.of(List.copyOf(found));
    }
}
