package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pairs that are no secret, and that a ciphertext opens with only if they are the same as when it was sealed. Their canonical form is
 *
 * <pre>
 *  u16  number of pairs
 *  then for each pair, in the ascending order of the keys' bytes, taken as unsigned:
 *  u16  length of the key in bytes, and the key in UTF-8
 *  u16  length of the value in bytes, and the value in UTF-8
 * </pre>
 *
 * <p>Lengths stand before texts, so that no two contexts have one form. See {@code docs/format/ciphertext.md}.
 *
 * @param pairs keys, which are not empty, and their values
 */
public record EncryptionContext(Map<String, String> pairs) {

    /** No pairs. */
    public static final EncryptionContext NONE = new EncryptionContext(Map.of());

    /** The longest canonical form in bytes. */
    public static final int BYTES_MAX = 8192;

    public EncryptionContext {
        pairs = Map.copyOf(pairs);
    }

    /**
     * The canonical form.
     *
     * @throws Failure.Invalid if it is longer than {@link #BYTES_MAX}, a key is empty, or a text is not made of whole characters
     */
    public byte[] encode() {
        TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
        int length = Short.BYTES;
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            byte[] key = utf8(pair.getKey());
            byte[] value = utf8(pair.getValue());
            sorted.put(key, value);
            length = Math.addExact(length, Math.addExact(2 * Short.BYTES, Math.addExact(key.length, value.length)));
            requireRoom(key, length);
        }
        ByteBuffer form = ByteBuffer.allocate(length).putShort((short) sorted.size());
        sorted.forEach((key, value) -> form.putShort((short) key.length)
                .put(key)
                .putShort((short) value.length)
                .put(value));
        return form.array();
    }

    private static void requireRoom(byte[] key, int length) {
        if (key.length == 0) {
            throw new Failure.Invalid("a key of the encryption context is empty");
        }
        if (length > BYTES_MAX) {
            throw new Failure.Invalid("the encryption context is longer than " + BYTES_MAX + " bytes");
        }
    }

    /** What is not a whole character would become a question mark, and two contexts so one. */
    private static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new Failure.Invalid("the encryption context is not made of whole characters");
        }
    }
}
