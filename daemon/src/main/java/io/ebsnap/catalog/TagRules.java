package io.ebsnap.catalog;

import io.ebsnap.failure.Failure;
import io.ebsnap.failure.ParameterRefusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What tags may be, as in EC2. */
public final class TagRules {

    /** How many tags a thing has at most. */
    public static final int TAGS_MAX = 50;

    private static final int KEY_LENGTH_MAX = 127;
    private static final int VALUE_LENGTH_MAX = 256;
    private static final String RESERVED_PREFIX = "aws:";

    private TagRules() {}

    /**
     * Checks tags that a user gave.
     *
     * @throws Failure.Invalid if there are too many, or one is too long, has no key, a reserved one, or one that was there before
     */
    public static void check(List<Tag> tags) {
        if (tags.size() > TAGS_MAX) {
            throw new Failure.Invalid(ParameterRefusal.TOO_MANY_TAGS, tags.size() + " tags are more than " + TAGS_MAX);
        }
        Set<String> keys = new HashSet<>();
        for (Tag tag : tags) {
            checkOne(tag);
            if (!keys.add(tag.key())) {
                throw new Failure.Invalid("the tag '" + tag.key() + "' is given twice");
            }
        }
    }

    /**
     * Tags with others added, which replace those of the same key. What the daemon has given stays, and does not count.
     *
     * @throws Failure.Invalid as for {@link #check}, of those that are added and of their number
     */
    public static List<Tag> merge(List<Tag> tags, List<Tag> added) {
        check(added);
        List<Tag> merged = new ArrayList<>(tags);
        for (Tag tag : added) {
            merged.removeIf(old -> old.key().equals(tag.key()));
            merged.add(tag);
        }
        check(withoutReserved(merged));
        return merged;
    }

    /** Tags without those that the daemon has given: what is made of a thing does not inherit what was noted on it. */
    public static List<Tag> withoutReserved(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> !tag.key().startsWith(RESERVED_PREFIX))
                .toList();
    }

    /**
     * Checks keys of tags that a user takes away.
     *
     * @throws Failure.Invalid if one is of a tag that only the daemon gives
     */
    public static void checkRemoved(List<String> keys) {
        keys.stream().filter(key -> key.startsWith(RESERVED_PREFIX)).findFirst().ifPresent(key -> {
            throw new Failure.Invalid("the tag '" + key + "' is the daemon's: it is not taken away");
        });
    }

    private static void checkOne(Tag tag) {
        if (tag.key().isEmpty() || tag.key().length() > KEY_LENGTH_MAX) {
            throw new Failure.Invalid("a tag's key has 1 to " + KEY_LENGTH_MAX + " characters: '" + tag.key() + "'");
        }
        if (tag.key().startsWith(RESERVED_PREFIX)) {
            throw new Failure.Invalid("the tag '" + tag.key() + "' begins with the reserved '" + RESERVED_PREFIX + "'");
        }
        if (tag.value().length() > VALUE_LENGTH_MAX) {
            throw new Failure.Invalid(
                    "the value of tag '" + tag.key() + "' has more than " + VALUE_LENGTH_MAX + " characters");
        }
    }
}
