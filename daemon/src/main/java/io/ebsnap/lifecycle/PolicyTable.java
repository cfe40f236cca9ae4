package io.ebsnap.lifecycle;

import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** A table of a document while it is read: whatever is asked for is known, and everything else in it an error. Messages name source and key. For one thread. */
public final class PolicyTable {

    /** Longest document, in characters. */
    public static final int LENGTH_MAX = 64 << 10;

    private static final int ITEMS_MAX = 1_000;
    private static final int TEXT_LENGTH_MAX = 4_096;

    private final Source source;
    private final String path;
    private final JsonNode node;
    private final Set<String> known = new TreeSet<>();

    /**
     * Where a document comes from, for messages.
     *
     * @param words file, or what else it stands in
     * @param noun what it is: {@code a policy}
     * @param manual the page that says how it is written
     */
    public record Source(String words, String noun, String manual) {}

    private PolicyTable(Source source, String path, JsonNode node) {
        this.source = source;
        this.path = path;
        this.node = node;
    }

    /**
     * The whole of a document in TOML.
     *
     * @throws Failure.Invalid if it is none; names the line
     */
    public static PolicyTable parse(String text, Source source) {
        if (text.length() > LENGTH_MAX) {
            throw new Failure.Invalid(source.words() + " is longer than " + LENGTH_MAX + " characters");
        }
        try {
            return new PolicyTable(source, "", new TomlMapper().readTree(text));
        } catch (JacksonException e) {
            throw new Failure.Invalid(
                    source.words() + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    "see " + source.manual());
        }
    }

    /**
     * A text, as something else.
     *
     * @param parser throws {@link IllegalArgumentException} with the rest of a sentence that begins with the key
     */
    public <T> Optional<T> value(String key, Function<String, T> parser) {
        return text(key).map(text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw wrong(key, String.valueOf(e.getMessage()));
            }
        });
    }

    /** A text. */
    public Optional<String> text(String key) {
        return find(key).map(value -> textOf(key, value));
    }

    /** One of some words. */
    public Optional<String> word(String key, String... words) {
        return value(key, text -> {
            if (!List.of(words).contains(text)) {
                throw new IllegalArgumentException("is none of " + String.join(", ", words) + ": '" + text + "'");
            }
            return text;
        });
    }

    /** Whether something is so. */
    public Optional<Boolean> flag(String key) {
        return find(key).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(key, "is neither true nor false");
            }
            return value.booleanValue();
        });
    }

    /** A whole number within bounds. */
    public Optional<Integer> number(String key, int min, int max) {
        return find(key).map(value -> {
            if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
                throw wrong(key, "is no whole number from " + min + " to " + max);
            }
            return value.intValue();
        });
    }

    /** A list of texts, as something else; without any it is empty. */
    public <T> List<T> list(String key, Function<String, T> parser) {
        List<T> items = new ArrayList<>();
        Optional<JsonNode> list = find(key);
        if (list.isPresent() && (!list.get().isArray() || list.get().size() > ITEMS_MAX)) {
            throw wrong(key, "is no list of at most " + ITEMS_MAX + " texts");
        }
        for (JsonNode item : list.map(JsonNode::values).orElse(List.of())) {
            try {
                items.add(parser.apply(textOf(key, item)));
            } catch (IllegalArgumentException e) {
                throw wrong(key, "has one that " + e.getMessage());
            }
        }
        return List.copyOf(items);
    }

    /** Texts by keys that may be anything. */
    public Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        find(key).ifPresent(value -> {
            requireTable(key, value);
            value.properties().forEach(entry -> texts.put(entry.getKey(), textOf(key, entry.getValue())));
        });
        return texts;
    }

    /** A table within it. */
    public Optional<PolicyTable> table(String key) {
        return find(key).map(value -> {
            requireTable(key, value);
            return new PolicyTable(source, pathOf(key), value);
        });
    }

    /** Tables by keys that may be anything that is an id. */
    Map<String, PolicyTable> tables(String key) {
        Map<String, PolicyTable> tables = new LinkedHashMap<>();
        find(key).ifPresent(value -> {
            requireTable(key, value);
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                String id = entry.getKey();
                if (!id.matches("[a-z0-9][a-z0-9-]{0,31}")) {
                    throw wrong(
                            key, "has '" + id + "', where an id is lower-case letters, digits and hyphens, at most 32");
                }
                requireTable(key + "." + id, entry.getValue());
                tables.put(id, new PolicyTable(source, pathOf(key + "." + id), entry.getValue()));
            }
        });
        return tables;
    }

    /**
     * Ends the reading.
     *
     * @throws Failure.Invalid if there is anything that was not asked for
     */
    public void requireNothingElse() {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!known.contains(entry.getKey())) {
                throw new Failure.Invalid(
                        source.words() + ": " + where() + "has no key '" + entry.getKey() + "'",
                        "known are " + String.join(", ", known));
            }
        }
    }

    /** What is to be thrown of something that is wrong with a key. */
    public Failure.Invalid wrong(String key, String what) {
        return new Failure.Invalid(source.words() + ": " + pathOf(key) + " " + what, "see " + source.manual());
    }

    /** The same of the table. */
    public Failure.Invalid wrong(String what) {
        return new Failure.Invalid(source.words() + ": " + where() + what, "see " + source.manual());
    }

    private Optional<JsonNode> find(String key) {
        known.add(key);
        @Nullable JsonNode value = node.get(key);
        return Optional.ofNullable(value);
    }

    private String textOf(String key, JsonNode value) {
        if (!value.isString() || value.asString().length() > TEXT_LENGTH_MAX) {
            throw wrong(key, "is no text in quotes of at most " + TEXT_LENGTH_MAX + " characters");
        }
        return value.asString();
    }

    private void requireTable(String key, JsonNode value) {
        if (!value.isObject()) {
            throw wrong(key, "is no table");
        }
    }

    private String where() {
        return path.isEmpty() ? source.noun() + " " : path + " ";
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
