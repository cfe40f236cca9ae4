package io.ebsnap.device.nbd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A server that keeps to the protocol; tests override the step in which theirs does not. */
class HonestNbdScript implements FakeNbdServer.Script {

    static final int CONTEXT_ID = 7;

    final byte[] content;

    HonestNbdScript(int size) {
        content = new byte[size];
        new Random(size).nextBytes(content);
    }

    @Override
    public void serve(int connection, DataInputStream in, DataOutputStream out) throws IOException {
        greet(out);
        out.flush();
        in.readInt();
        while (option(in, out)) {
            out.flush();
        }
        out.flush();
        while (command(in, out)) {
            out.flush();
        }
    }

    void greet(DataOutputStream out) throws IOException {
        out.writeLong(0x4e42444d41474943L);
        out.writeLong(0x49484156454F5054L);
        out.writeShort(3);
    }

    /** Answers an option. Returns false when the transmission begins. */
    boolean option(DataInputStream in, DataOutputStream out) throws IOException {
        in.readLong();
        int option = in.readInt();
        byte[] data = in.readNBytes(in.readInt());
        switch (option) {
            case 1 -> {
                out.writeLong(content.length);
                out.writeShort(1);
                return false;
            }
            case 7 -> {
                return go(out);
            }
            case 8 -> structuredReply(out);
            case 9, 10 -> metaContext(option, data, out);
            default -> answer(out, option, 0x80000001, new byte[0]);
        }
        return true;
    }

    void structuredReply(DataOutputStream out) throws IOException {
        answer(out, 8, 1, new byte[0]);
    }

    void metaContext(int option, byte[] data, DataOutputStream out) throws IOException {
        NbdMessage context = new NbdMessage().putInt(CONTEXT_ID).putText("base:allocation");
        answer(out, option, 4, context.toBuffer().array());
        answer(out, option, 1, new byte[0]);
    }

    boolean go(DataOutputStream out) throws IOException {
        answer(out, 7, 3, exportInfo(content.length));
        answer(out, 7, 1, new byte[0]);
        return false;
    }

    /** Answers a command. Returns false when the client has said good-bye. */
    boolean command(DataInputStream in, DataOutputStream out) throws IOException {
        in.readInt();
        in.readShort();
        int type = in.readShort();
        long cookie = in.readLong();
        long offset = in.readLong();
        int length = in.readInt();
        switch (type) {
            case 0 -> read(out, cookie, offset, length);
            case 7 -> status(out, cookie, offset, length);
            default -> {
                return false;
            }
        }
        return true;
    }

    void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
        data(out, 1, cookie, offset, length);
    }

    void status(DataOutputStream out, long cookie, long offset, int length) throws IOException {
        chunk(out, 1, 5, cookie, 12);
        out.writeInt(CONTEXT_ID);
        out.writeInt(length);
        out.writeInt(0);
    }

    final void data(DataOutputStream out, int flags, long cookie, long offset, int length) throws IOException {
        chunk(out, flags, 1, cookie, length + 8);
        out.writeLong(offset);
        out.write(content, (int) offset, length);
    }

    final void hole(DataOutputStream out, int flags, long cookie, long offset, int length) throws IOException {
        chunk(out, flags, 2, cookie, 12);
        out.writeLong(offset);
        out.writeInt(length);
    }

    static void chunk(DataOutputStream out, int flags, int type, long cookie, int length) throws IOException {
        out.writeInt(0x668e33ef);
        out.writeShort(flags);
        out.writeShort(type);
        out.writeLong(cookie);
        out.writeInt(length);
    }

    static void simple(DataOutputStream out, int error, long cookie) throws IOException {
        out.writeInt(0x67446698);
        out.writeInt(error);
        out.writeLong(cookie);
    }

    static void answer(DataOutputStream out, int option, int type, byte[] data) throws IOException {
        out.writeLong(0x3e889045565a9L);
        out.writeInt(option);
        out.writeInt(type);
        out.writeInt(data.length);
        out.write(data);
    }

    static byte[] exportInfo(long size) {
        return new NbdMessage().putShort(0).putLong(size).putShort(1).toBuffer().array();
    }

    static byte[] blockSizeInfo(int minimum, int preferred, int maximum) {
        return new NbdMessage()
                .putShort(3)
                .putInt(minimum)
                .putInt(preferred)
                .putInt(maximum)
                .toBuffer()
                .array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
