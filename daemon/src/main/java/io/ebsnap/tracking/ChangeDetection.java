package io.ebsnap.tracking;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How it was found out which blocks of a snapshot differ from its parent's. In a snapshot's record it is one text, of the form
 * {@code WAY[ by TRACKER][, N rechecked][: REASON]}; a record of before there were trackers says {@code full}.
 *
 * @param way how sure it is
 * @param tracker who told: a word of lower-case letters and hyphens; null with {@link Way#FULL}
 * @param rechecked how many blocks that were called unchanged were read and compared by their ids all the same; 0 with {@link Way#FULL}
 * @param reason why it was not better known, or empty
 */
public record ChangeDetection(Way way, @Nullable String tracker, long rechecked, String reason) {

    /** A reason is cut to so many characters. */
    public static final int REASON_LENGTH_MAX = 500;

    private static final Pattern FORM = Pattern.compile(
            "(exact|sampled|full)(?: by ([a-z][a-z-]{0,31}))?(?:, ([0-9]{1,18}) rechecked)?(?:: (.*))?",
            Pattern.DOTALL);

    /** How sure it is. */
    public enum Way {
        /** Both states were compared, or every write in between is known. */
        EXACT("exact"),
        /** Somebody else told, and a random sample of what he called unchanged was. */
        SAMPLED("sampled"),
        /** Every block was read and compared by its id. */
        FULL("full");

        private final String word;

        Way(String word) {
            this.word = word;
        }

        /** As records and people have it. */
        public String word() {
            return word;
        }

        private static Way of(String word) {
            for (Way way : values()) {
                if (way.word.equals(word)) {
                    return way;
                }
            }
            throw new IllegalArgumentException("no way is called " + word);
        }
    }

    public ChangeDetection {
        if ((tracker == null) != (way == Way.FULL) || rechecked < 0) {
            throw new IllegalArgumentException(way + " by " + tracker + ", " + rechecked + " rechecked");
        }
        reason = reason.substring(0, Math.min(reason.length(), REASON_LENGTH_MAX));
    }

    /** Everything was read and compared by its id. */
    public static ChangeDetection full(String why) {
        return new ChangeDetection(Way.FULL, null, 0, why);
    }

    /**
     * What a record's text says.
     *
     * @throws IllegalArgumentException if it is of another form
     */
    public static ChangeDetection parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("no change detection: '" + text + "'");
        }
        String rechecked = Objects.requireNonNullElse(form.group(3), "0");
        return new ChangeDetection(
                Way.of(form.group(1)),
                form.group(2),
                Long.parseLong(rechecked),
                Objects.requireNonNullElse(form.group(4), ""));
    }

    /** As it stands in a record. */
    public String text() {
        String by = tracker == null ? "" : " by " + tracker + ", " + rechecked + " rechecked";
        return way.word() + by + (reason.isEmpty() ? "" : ": " + reason);
    }
}
