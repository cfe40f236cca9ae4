package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.nbd.Dialect.Form;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client that shows everything as it is on the wire, in each form. Requests may be sent ahead and replies read later. */
final class NbdClient implements AutoCloseable {

    private static final long OPTION_MAGIC = 0x49484156454F5054L;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;
    private Form form = Form.SIMPLE;
    private long size;
    private int flags;

    /** An answer to an option. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Answer(int type, byte[] data) {
        String text() {
            return new String(data, StandardCharsets.UTF_8);
        }
    }

    /** A piece of a reply; a simple one counts as such. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Chunk(int type, boolean done, long cookie, int error, byte[] data) {}

    /** What a client asks for. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Command(int type, int flags, long offset, long length, byte[] payload) {
        static Command of(int type, long offset, long length) {
            return new Command(type, 0, offset, length, new byte[0]);
        }

        static Command write(long offset, byte[] data) {
            return new Command(Protocol.CMD_WRITE, 0, offset, data.length, data);
        }

        Command with(int moreFlags) {
            return new Command(type, flags | moreFlags, offset, length, payload);
        }
    }

    private NbdClient(SocketChannel channel) {
        this(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    private NbdClient(SocketChannel channel, InputStream in, OutputStream out) {
        this.channel = channel;
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
    }

    /** The same client from now on with TLS, which the server has agreed to. */
    NbdClient on(TlsClient tls) {
        return new NbdClient(channel, tls.input(), tls.output());
    }

    /** A client that has said hello. */
    static NbdClient greeted(SocketChannel channel) throws IOException {
        NbdClient client = new NbdClient(channel);
        assertThat(client.in.readLong()).isEqualTo(0x4e42444d41474943L);
        assertThat(client.in.readLong()).isEqualTo(OPTION_MAGIC);
        assertThat(client.in.readShort()).isEqualTo((short) 3);
        client.out.writeInt(3);
        return client;
    }

    /** A client in its transmission phase, with all contexts where the form has them. */
    static NbdClient open(SocketChannel channel, String export, Form form) throws IOException {
        NbdClient client = greeted(channel);
        client.agreeOn(form);
        if (form != Form.SIMPLE) {
            assertThat(client.setContexts(export, "base:allocation", "ebsnap:hydration"))
                    .hasSize(3);
        }
        assertThat(client.go(export).getLast().type()).isEqualTo(Protocol.REP_ACK);
        return client;
    }

    /** A client of a server that does not negotiate. */
    static NbdClient transmitting(SocketChannel channel) {
        return new NbdClient(channel);
    }

    void agreeOn(Form wanted) throws IOException {
        if (wanted != Form.SIMPLE) {
            int option = wanted == Form.EXTENDED ? Protocol.OPT_EXTENDED_HEADERS : Protocol.OPT_STRUCTURED_REPLY;
            assertThat(option(option, new byte[0]).getLast().type()).isEqualTo(Protocol.REP_ACK);
        }
        form = wanted;
    }

    List<Answer> setContexts(String export, String... names) throws IOException {
        return option(Protocol.OPT_SET_META_CONTEXT, queries(export, names));
    }

    static byte[] queries(String export, String... names) {
        return bytes(data -> {
            text(data, export);
            data.writeInt(names.length);
            for (String name : names) {
                text(data, name);
            }
        });
    }

    /** Chooses an export, or asks for it; and remembers size and flags. */
    List<Answer> go(String export) throws IOException {
        List<Answer> answers = option(Protocol.OPT_GO, goData(export));
        for (Answer answer : answers) {
            if (answer.type() == Protocol.REP_INFO && answer.data()[1] == Protocol.INFO_EXPORT) {
                DataInputStream info = new DataInputStream(new java.io.ByteArrayInputStream(answer.data()));
                info.readShort();
                size = info.readLong();
                flags = info.readUnsignedShort();
            }
        }
        return answers;
    }

    static byte[] goData(String export) {
        return bytes(data -> {
            text(data, export);
            data.writeShort(3);
            data.writeShort(Protocol.INFO_NAME);
            data.writeShort(Protocol.INFO_DESCRIPTION);
            data.writeShort(Protocol.INFO_BLOCK_SIZE);
        });
    }

    /** Sends an option and reads its answers up to the last. */
    List<Answer> option(int option, byte[] data) throws IOException {
        sendOption(option, data);
        List<Answer> answers = new ArrayList<>();
        do {
            answers.add(answer(option));
        } while (answers.getLast().type() > 1);
        return answers;
    }

    void sendOption(int option, byte[] data) throws IOException {
        send(bytes(message -> {
            message.writeLong(OPTION_MAGIC);
            message.writeInt(option);
            message.writeInt(data.length);
            message.write(data);
        }));
    }

    private Answer answer(int option) throws IOException {
        assertThat(in.readLong()).isEqualTo(0x3e889045565a9L);
        assertThat(in.readInt()).isEqualTo(option);
        int type = in.readInt();
        return new Answer(type, in.readNBytes(in.readInt()));
    }

    long size() {
        return size;
    }

    int flags() {
        return flags;
    }

    DataInputStream in() {
        return in;
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** A request as it is on the wire. */
    byte[] encode(long cookie, Command command) {
        return bytes(data -> {
            boolean extended = form == Form.EXTENDED;
            boolean payload = extended && command.payload().length > 0;
            data.writeInt(extended ? Protocol.EXTENDED_REQUEST_MAGIC : Protocol.REQUEST_MAGIC);
            data.writeShort(command.flags() | (payload ? Protocol.CMD_FLAG_PAYLOAD_LEN : 0));
            data.writeShort(command.type());
            data.writeLong(cookie);
            data.writeLong(command.offset());
            if (extended) {
                data.writeLong(command.length());
            } else {
                data.writeInt((int) command.length());
            }
            data.write(command.payload());
        });
    }

    void send(long cookie, Command command) throws IOException {
        send(encode(cookie, command));
    }

    /** The next chunk of any reply, where a simple reply to a read holds {@code readBytes}. */
    Chunk chunk(int readBytes) throws IOException {
        int magic = in.readInt();
        if (magic == Protocol.SIMPLE_REPLY_MAGIC) {
            assertThat(form).isNotEqualTo(Form.EXTENDED);
            int error = in.readInt();
            long cookie = in.readLong();
            return new Chunk(Protocol.REPLY_NONE, true, cookie, error, in.readNBytes(error == 0 ? readBytes : 0));
        }
        assertThat(magic)
                .isEqualTo(form == Form.EXTENDED ? Protocol.EXTENDED_REPLY_MAGIC : Protocol.STRUCTURED_REPLY_MAGIC);
        int chunkFlags = in.readUnsignedShort();
        int type = in.readUnsignedShort();
        long cookie = in.readLong();
        if (form == Form.EXTENDED) {
            in.readLong();
        }
        byte[] data = in.readNBytes(form == Form.EXTENDED ? Math.toIntExact(in.readLong()) : in.readInt());
        int error = type == Protocol.REPLY_ERROR ? new java.math.BigInteger(data, 0, 4).intValue() : 0;
        return new Chunk(type, (chunkFlags & 1) != 0, cookie, error, data);
    }

    /** All chunks of the reply to the only request under way. */
    List<Chunk> ask(Command command) throws IOException {
        send(77, command);
        List<Chunk> chunks = new ArrayList<>();
        do {
            chunks.add(chunk(command.type() == Protocol.CMD_READ ? (int) command.length() : 0));
            assertThat(chunks.getLast().cookie()).isEqualTo(77);
        } while (!chunks.getLast().done());
        return chunks;
    }

    /** The error of a request, 0 if none. */
    int errorOf(Command command) throws IOException {
        return ask(command).getLast().error();
    }

    /** What is read. */
    byte[] read(long offset, int length) throws IOException {
        byte[] content = new byte[length];
        for (Chunk chunk : ask(Command.of(Protocol.CMD_READ, offset, length))) {
            assertThat(chunk.error()).isZero();
            if (form == Form.SIMPLE) {
                return chunk.data();
            } else if (chunk.type() == Protocol.REPLY_OFFSET_DATA) {
                int at = (int) (java.nio.ByteBuffer.wrap(chunk.data()).getLong() - offset);
                System.arraycopy(chunk.data(), Long.BYTES, content, at, chunk.data().length - Long.BYTES);
            }
        }
        return content;
    }

    /** The status of a range by context id, as pairs of length and status. */
    Map<Integer, List<long[]>> status(Command command) throws IOException {
        return statusOf(ask(command));
    }

    /** The same, from a reply. */
    Map<Integer, List<long[]>> statusOf(List<Chunk> chunks) {
        Map<Integer, List<long[]>> runs = new HashMap<>();
        for (Chunk chunk : chunks) {
            assertThat(chunk.type())
                    .isEqualTo(form == Form.EXTENDED ? Protocol.REPLY_BLOCK_STATUS_EXT : Protocol.REPLY_BLOCK_STATUS);
            java.nio.ByteBuffer data = java.nio.ByteBuffer.wrap(chunk.data());
            List<long[]> of = runs.computeIfAbsent(data.getInt(), id -> new ArrayList<>());
            int count = form == Form.EXTENDED ? data.getInt() : data.remaining() / 8;
            for (int i = 0; i < count; i++) {
                of.add(
                        form == Form.EXTENDED
                                ? new long[] {data.getLong(), data.getLong()}
                                : new long[] {Integer.toUnsignedLong(data.getInt()), data.getInt()});
            }
            assertThat(data.hasRemaining()).isFalse();
        }
        return runs;
    }

    /** Says good-bye and waits for the server's end. */
    void disconnect() throws IOException {
        send(0, Command.of(Protocol.CMD_DISC, 0, 0));
        assertThat(in.read()).isEqualTo(-1);
        close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private interface Content {
        void write(DataOutputStream data) throws IOException;
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream data, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        data.writeInt(bytes.length);
        data.write(bytes);
    }
}
