package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code thin_delta} prints, as it comes and however much it is: a few elements of XML, each on its own. What it does not know, what
 * is out of order or cut short is an error: nothing may be overlooked. To be used by one thread.
 */
final class ThinDeltaReader implements Commands.Output {

    /** No element is longer. */
    private static final int ELEMENT_BYTES_MAX = 512;

    private static final Pattern RANGE =
            Pattern.compile("(same|different|left_only|right_only) begin=\"(\\d{1,18})\" length=\"(\\d{1,18})\"\\s*/");
    private static final Pattern SUPERBLOCK = Pattern.compile("superblock(?: [a-z_]+=\"[^\"]*\")*\\s*");
    private static final Pattern DIFF = Pattern.compile("diff left=\"(\\d{1,18})\" right=\"(\\d{1,18})\"\\s*");

    /** What the elements say. */
    interface Elements {

        /**
         * The head.
         *
         * @param transaction of the metadata
         * @param unitSectors so many sectors of 512 bytes are a unit of all ranges
         */
        void superblock(long transaction, long unitSectors);

        /** Which thin devices are compared, by their numbers. */
        void devices(long left, long right);

        /** So many units from one on are so. Ranges come in ascending order and do not touch each other's units. */
        void range(Kind kind, long begin, long length);
    }

    /** How a range of the two devices is. */
    enum Kind {
        /** Both have it in the same place. */
        SAME,
        /** Each has one of its own. */
        DIFFERENT,
        /** Only the first has it. */
        LEFT_ONLY,
        /** Only the second has it. */
        RIGHT_ONLY
    }

    private enum Place {
        BEFORE,
        SUPERBLOCK,
        DIFF,
        BEHIND_DIFF,
        END
    }

    private final Elements elements;
    private final byte[] element = new byte[ELEMENT_BYTES_MAX];
    private int length;
    private boolean within;
    private Place place = Place.BEFORE;
    private long position;

    ThinDeltaReader(Elements elements) {
        this.elements = elements;
    }

    @Override
    public void take(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            next(bytes[i]);
        }
    }

    /** To be called when there is no more: fails unless all was said. */
    void end() {
        if (within || place != Place.END) {
            throw new Failure.Corrupt("what thin_delta printed is cut short");
        }
    }

    private void next(byte b) {
        if (within && b == '>') {
            within = false;
            element(new String(element, 0, length, StandardCharsets.ISO_8859_1));
        } else if (within && length < ELEMENT_BYTES_MAX && b != '<') {
            element[length++] = b;
        } else if (!within && b == '<') {
            within = true;
            length = 0;
        } else if (within || !isSpace(b)) {
            throw notUnderstood(new String(element, 0, length, StandardCharsets.ISO_8859_1));
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private void element(String text) {
        switch (place) {
            case BEFORE -> superblock(text);
            case SUPERBLOCK -> devices(text);
            case DIFF -> rangeOrEnd(text);
            case BEHIND_DIFF -> expect("/superblock", text, Place.END);
            case END -> throw notUnderstood(text);
        }
    }

    private void superblock(String text) {
        if (!SUPERBLOCK.matcher(text).matches()) {
            throw notUnderstood(text);
        }
        elements.superblock(attribute(text, "transaction"), attribute(text, "data_block_size"));
        place = Place.SUPERBLOCK;
    }

    private void devices(String text) {
        Matcher diff = DIFF.matcher(text);
        if (!diff.matches()) {
            throw notUnderstood(text);
        }
        elements.devices(Long.parseLong(diff.group(1)), Long.parseLong(diff.group(2)));
        place = Place.DIFF;
    }

    private void rangeOrEnd(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            expect("/diff", text, Place.BEHIND_DIFF);
            return;
        }
        long begin = Long.parseLong(range.group(2));
        long count = Long.parseLong(range.group(3));
        if (begin < position || count < 1) {
            throw notUnderstood(text);
        }
        position = begin + count;
        elements.range(kind(range.group(1)), begin, count);
    }

    private static Kind kind(@Nullable String word) {
        return switch (word) {
            case "same" -> Kind.SAME;
            case "different" -> Kind.DIFFERENT;
            case "left_only" -> Kind.LEFT_ONLY;
            case "right_only" -> Kind.RIGHT_ONLY;
            case null, default -> throw notUnderstood(String.valueOf(word));
        };
    }

    private void expect(String wanted, String text, Place next) {
        if (!text.equals(wanted)) {
            throw notUnderstood(text);
        }
        place = next;
    }

    private static long attribute(String text, String name) {
        Matcher found = Pattern.compile(" " + name + "=\"(\\d{1,18})\"").matcher(text);
        if (!found.find()) {
            throw notUnderstood(text);
        }
        return Long.parseLong(found.group(1));
    }

    private static Failure.Corrupt notUnderstood(String text) {
        return new Failure.Corrupt("what thin_delta printed is not understood: '<" + text + "'");
    }
}
