package io.ebsnap.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Names of files for people and programs: in one line, with nothing in them that a terminal obeys, and so that no two are written alike. What is not printable is written as ls --escape
 * does: {@code \n}, {@code \\}, {@code \377}.
 */
final class EscapedName {

    private EscapedName() {}

    /** A path of any number of names. */
    static String of(Path path) {
        String plain = path.toString();
        return plain.chars().allMatch(EscapedName::isPlain) ? plain : of(bytes(path));
    }

    private static boolean isPlain(int character) {
        return character >= 0x20 && character < 0x7F && character != '\\' && character != '?';
    }

    /** A path is bytes; how it is shown as a text depends on the locale, and what it is as a URI does not. */
    private static byte[] bytes(Path path) {
        boolean relative = !path.isAbsolute();
        String raw = (relative ? Path.of("/").resolve(path) : path).toUri().getRawPath();
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int at = 0; at < raw.length(); at++) {
            boolean coded = raw.charAt(at) == '%';
            bytes[length] = coded ? (byte) Integer.parseInt(raw.substring(at + 1, at + 3), 16) : (byte) raw.charAt(at);
            length++;
            at += coded ? 2 : 0;
        }
        // A URI of what happens to be a directory here ends with a slash.
        int end = length > 1 && bytes[length - 1] == '/' ? length - 1 : length;
        return Arrays.copyOfRange(bytes, relative ? 1 : 0, end);
    }

    static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < bytes.length; ) {
            int length = lengthAt(bytes, at);
            String character = length == 0 ? "" : new String(bytes, at, length, StandardCharsets.UTF_8);
            if (!character.isEmpty() && isPrintable(character.codePointAt(0))) {
                text.append(character.equals("\\") ? "\\\\" : character);
            } else {
                length = Math.max(1, length);
                for (int each = at; each < at + length; each++) {
                    text.append(escaped(bytes[each]));
                }
            }
            at += length;
        }
        return text.toString();
    }

    private static String escaped(byte value) {
        return switch (value) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> String.format(Locale.ROOT, "\\%03o", Byte.toUnsignedInt(value));
        };
    }

    /** How many bytes the character takes that begins here; 0 if none does. */
    private static int lengthAt(byte[] bytes, int at) {
        for (int length = 1; length <= 4 && at + length <= bytes.length; length++) {
            try {
                int unused = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, at, length))
                        .length();
                return length;
            } catch (CharacterCodingException e) {
                // Perhaps it is longer.
            }
        }
        return 0;
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
