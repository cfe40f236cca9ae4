package io.ebsnap.audit;

import io.ebsnap.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Puts lines behind each other so that none can be changed, taken out or put in without the key. */
final class Chain {

    /** With hash and end such a line has less than 64 KiB. */
    static final int TEXT_BYTES_MAX = (64 << 10) - 128;

    private static final byte[] BEFORE_HASH = ascii(",\"Hash\":\"");
    private static final byte[] AFTER_HASH = ascii("\"}");
    private static final int HASH_DIGITS = 64;
    private static final int TAIL_BYTES = BEFORE_HASH.length + HASH_DIGITS + AFTER_HASH.length;

    private final UnaryOperator<byte[]> mac;

    /** @param mac keyed hash of 32 bytes of a message */
    Chain(UnaryOperator<byte[]> mac) {
        this.mac = mac;
    }

    /**
     * A line in its place.
     *
     * @param text without hash
     * @param hash of it and all before
     */
    @SuppressWarnings("ArrayRecordComponent") // made by one call and written by the next
    record Link(byte[] text, ChainHash hash) {

        /** The bytes of the line, with its end. */
        byte[] bytes() {
            ByteArrayOutputStream line = new ByteArrayOutputStream(text.length + TAIL_BYTES + 1);
            line.writeBytes(text);
            line.writeBytes(BEFORE_HASH);
            line.writeBytes(ascii(hash.hex()));
            line.writeBytes(AFTER_HASH);
            line.write('\n');
            return line.toByteArray();
        }
    }

    /** The line that has a text and stands behind another one. */
    Link after(ChainHash previous, byte[] text) {
        byte[] message = Arrays.copyOf(previous.bytes(), previous.bytes().length + text.length);
        System.arraycopy(text, 0, message, previous.bytes().length, text.length);
        return new Link(text, ChainHash.of(mac.apply(message)));
    }

    /**
     * What the bytes of a line, without its end, say.
     *
     * @return empty if it is not the line that stands behind {@code previous}
     */
    Optional<Link> read(ChainHash previous, byte[] line) {
        int text = line.length - TAIL_BYTES;
        if (text <= 0
                || !Arrays.equals(line, text, text + BEFORE_HASH.length, BEFORE_HASH, 0, BEFORE_HASH.length)
                || !Arrays.equals(
                        line, line.length - AFTER_HASH.length, line.length, AFTER_HASH, 0, AFTER_HASH.length)) {
            return Optional.empty();
        }
        Link link = after(previous, Arrays.copyOf(line, text));
        String said = new String(line, text + BEFORE_HASH.length, HASH_DIGITS, StandardCharsets.US_ASCII);
        return said.equals(link.hash().hex()) ? Optional.of(link) : Optional.empty();
    }

    /**
     * The text of a line, whose hash is not looked at.
     *
     * @throws Failure.Corrupt if it is no line
     */
    static byte[] textOf(byte[] line) {
        if (line.length <= TAIL_BYTES) {
            throw new Failure.Corrupt("a line of the audit log is too short");
        }
        return Arrays.copyOf(line, line.length - TAIL_BYTES);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
