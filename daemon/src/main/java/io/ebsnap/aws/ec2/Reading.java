package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.api.Page;
import io.ebsnap.api.Tag;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.PageToken;
import io.ebsnap.aws.query.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What many actions have among their parameters. */
final class Reading {

    /** What is made together with an image. */
    static final List<String> IMAGE_AND_SNAPSHOTS = List.of("image", "snapshot");

    private static final int PAGE_MAX = 1000;
    private static final int NUMBER_MAX = 999_999_999;
    private static final int FILTERS_MAX = 50;
    private static final int FILTER_VALUES_MAX = 200;
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{8}|[0-9a-f]{17}");
    private static final Pattern OWN_DIGITS = Pattern.compile("[0-9a-f]{17}");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private Reading() {}

    /** That somebody is named as EC2 names accounts. */
    static void requireAccount(String user) {
        if (!ACCOUNT.matcher(user).matches()) {
            throw AwsFault.of("InvalidUserID.Malformed", "Invalid user id: \"" + user + "\"");
        }
    }

    /**
     * Accounts of 12 digits, and words that EC2 has for some.
     *
     * @param words that are taken besides
     */
    static List<String> accounts(Parameters in, String name, Set<String> words) {
        List<String> users = in.texts(name);
        users.stream().filter(user -> !words.contains(user)).forEach(Reading::requireAccount);
        return users;
    }

    /** A kind of thing that has ids. */
    enum Kind {
        SNAPSHOT("snap-", "InvalidSnapshotID.Malformed", "InvalidSnapshot.NotFound"),
        VOLUME("vol-", "InvalidVolumeID.Malformed", "InvalidVolume.NotFound"),
        IMAGE("ami-", "InvalidAMIID.Malformed", "InvalidAMIID.NotFound"),
        INSTANCE("i-", "InvalidInstanceID.Malformed", "InvalidInstanceID.NotFound");

        private final String prefix;
        private final String malformed;
        private final String notFound;

        Kind(String prefix, String malformed, String notFound) {
            this.prefix = prefix;
            this.malformed = malformed;
            this.notFound = notFound;
        }

        /** An id that things here may have. */
        String require(String id) {
            boolean prefixed = id.startsWith(prefix);
            String digits = prefixed ? id.substring(prefix.length()) : "";
            if (!DIGITS.matcher(digits).matches()) {
                throw AwsFault.of(malformed, "Invalid id: \"" + id + "\"");
            }
            if (!OWN_DIGITS.matcher(digits).matches()) {
                throw missing(id);
            }
            return id;
        }

        AwsFault missing(String id) {
            return AwsFault.of(notFound, "The " + name().toLowerCase(Locale.ROOT) + " '" + id + "' does not exist.");
        }
    }

    static String id(Parameters in, String name, Kind kind) {
        return kind.require(in.required(name));
    }

    static List<String> ids(Parameters in, String name, Kind kind) {
        return in.texts(name).stream().map(kind::require).toList();
    }

    static List<Filter> filters(Parameters in) {
        List<Filter> filters = new ArrayList<>();
        for (Parameters filter : in.groups("Filter")) {
            List<String> values = filter.texts("Value");
            if (values.size() > FILTER_VALUES_MAX || filters.size() >= FILTERS_MAX) {
                throw AwsFault.of(
                        "FilterLimitExceeded",
                        "There are at most " + FILTERS_MAX + " filters of " + FILTER_VALUES_MAX + " values.");
            }
            filters.add(new Filter(filter.required("Name"), values));
        }
        return filters;
    }

    /**
     * Which part of a list is wanted. Who asks for more than 1000 gets 1000, as of EC2.
     *
     * @param action whose tokens are taken
     * @param isNamed whether things are named by their ids, so that there are no parts
     */
    static Page page(Parameters in, String action, int min, boolean isNamed) {
        Integer max = in.number("MaxResults", min, NUMBER_MAX);
        String token = in.text("NextToken");
        if (isNamed && (max != null || token != null)) {
            throw AwsFault.of(
                    "InvalidParameterCombination",
                    "The parameters MaxResults and NextToken cannot be used with ids in the same call.");
        }
        return new Page(
                max == null ? null : Math.min(max, PAGE_MAX),
                token == null || token.isEmpty() ? null : opened(action, token));
    }

    /** A token that only the same action takes. */
    static @Nullable String token(String action, @Nullable String key) {
        return key == null ? null : new PageToken(action, key).encode();
    }

    private static String opened(String action, String token) {
        return PageToken.decode(action, token)
                .map(PageToken::last)
                .orElseThrow(() -> AwsFault.of("InvalidNextToken", "The token is not one of " + action + "."));
    }

    /** Tags for what is made; those for things of another type are an error. */
    static List<Tag> newTags(Parameters in, String resourceType) {
        return newTags(in, resourceType, List.of(resourceType));
    }

    /**
     * Tags for what is made of one type.
     *
     * @param types of all that is made; those for things of others are an error
     */
    static List<Tag> newTags(Parameters in, String resourceType, List<String> types) {
        List<Tag> tags = new ArrayList<>();
        for (Parameters specification : in.groups("TagSpecification")) {
            String type = specification.text("ResourceType");
            List<Tag> specified = tags(specification);
            if (type != null && !types.contains(type)) {
                throw specification.invalid("ResourceType", "Expected: " + String.join(", ", types) + ".");
            }
            if (type == null || type.equals(resourceType)) {
                tags.addAll(specified);
            }
        }
        return tags;
    }

    /** By which a second try is known; empty if there is none. */
    static Optional<String> clientToken(Parameters in) {
        return Optional.ofNullable(in.text("ClientToken")).filter(token -> !token.isEmpty());
    }

    /** {@code Tag.N}, each with a key; a value that is not there is an empty one. */
    static List<Tag> tags(Parameters in) {
        List<Tag> tags = new ArrayList<>();
        for (Parameters tag : in.groups("Tag")) {
            String value = tag.text("Value");
            tags.add(new Tag(tag.required("Key"), value == null ? "" : value));
        }
        return tags;
    }
}
