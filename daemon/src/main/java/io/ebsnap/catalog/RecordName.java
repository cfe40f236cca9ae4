package io.ebsnap.catalog;

import io.ebsnap.store.ObjectName;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of the object that holds a version of a record: {@code catalog/KIND/ID/SEQ}.
 *
 * @param key which record
 * @param sequence which of its versions, from 1
 */
record RecordName(Key key, long sequence) {

    /** What the names of all records begin with. */
    static final String PREFIX = "catalog/";

    private static final Pattern FORM = Pattern.compile("catalog/([^/]+)/([^/]+)/([0-7][0-9a-f]{15})");

    /** Which record. */
    record Key(String kind, String id) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::kind).thenComparing(Key::id);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        /** What the names of all its versions begin with. */
        String prefix() {
            return PREFIX + kind + "/" + id + "/";
        }

        /** Whether objects can have such a name. */
        boolean isValid() {
            return !id.contains("/") && ObjectName.isValid(kind + "/" + id);
        }
    }

    /** The name as text, which is authenticated with the record's content. */
    String text() {
        return key.prefix() + HexFormat.of().toHexDigits(sequence);
    }

    ObjectName object() {
        return new ObjectName(text());
    }

    /** What a name below {@link #PREFIX} stands for; empty if it is of another form. */
    static Optional<RecordName> parse(ObjectName name) {
        Matcher matcher = FORM.matcher(name.value());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long sequence = HexFormat.fromHexDigitsToLong(matcher.group(3));
        return sequence == 0
                ? Optional.empty()
                : Optional.of(new RecordName(new Key(matcher.group(1), matcher.group(2)), sequence));
    }
}
