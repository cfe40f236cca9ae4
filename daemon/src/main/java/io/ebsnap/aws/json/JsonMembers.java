package io.ebsnap.aws.json;

import io.ebsnap.api.Secret;
import io.ebsnap.aws.AwsFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object. Each that is asked for counts as understood; what nobody has asked for is told at the end, and never passed over in silence. A member
 * that is null is as one that is not there. What is wrong is a {@code ValidationException}. For one thread.
 */
public final class JsonMembers {

    private static final int ITEMS_MAX = 1000;

    private final Map<String, @Nullable Object> members;
    private final String prefix;
    private final Set<String> understood = new HashSet<>();
    private final List<JsonMembers> below = new ArrayList<>();

    private JsonMembers(Map<String, @Nullable Object> members, String prefix) {
        this.members = members;
        this.prefix = prefix;
    }

    /**
     * Those of a request's body; none if that is empty.
     *
     * @throws AwsFault if it is no JSON object, or beyond a bound
     */
    public static JsonMembers of(byte[] body) {
        Map<String, @Nullable Object> members = body.length == 0 ? new LinkedHashMap<>() : JsonReader.object(body);
        return new JsonMembers(members, "");
    }

    /** Those of an object that was read before. */
    public static JsonMembers of(Map<String, Object> object) {
        return new JsonMembers(new LinkedHashMap<>(object), "");
    }

    /** All of them, also those of objects within, without any that is null: maps, lists, texts, {@code Long}, {@code Double} and {@code Boolean}. */
    public Map<String, Object> all() {
        understood.addAll(members.keySet());
        return withoutNulls(members);
    }

    /** Whether a member is there. */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** Whether a member is not there, or is an empty text, list or object. */
    public boolean isEmpty(String name) {
        Object value = raw(name);
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case List<?> items -> items.isEmpty();
            case Map<?, ?> object -> object.isEmpty();
            default -> false;
        };
    }

    /** A member as {@link #all} has it; null if it is not there. */
    public @Nullable Object raw(String name) {
        understood.add(name);
        Object value = members.get(name);
        return value == null ? null : withoutNulls(value);
    }

    /** A text; null if it is not there. */
    public @Nullable String text(String name) {
        return as(String.class, name, "a text");
    }

    /** A text that must be there, and not be empty. */
    public String required(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw missing(name);
        }
        return text;
    }

    /** A secret text that must be there: the caller's to close. */
    public Secret secret(String name) {
        Secret secret = as(Secret.class, name, "a text");
        if (secret == null) {
            throw missing(name);
        }
        return secret;
    }

    /** {@code true} or {@code false}; null if it is not there. */
    public @Nullable Boolean flag(String name) {
        return as(Boolean.class, name, "true or false");
    }

    /** A whole number within bounds; null if it is not there. */
    public @Nullable Long number(String name, long min, long max) {
        String expected = "a whole number from " + min + " to " + max;
        Long number = as(Long.class, name, expected);
        if (number != null && (number < min || number > max)) {
            throw invalid(name, expected);
        }
        return number;
    }

    /** The same of numbers that fit into an int. */
    public @Nullable Integer integer(String name, int min, int max) {
        Long number = number(name, min, max);
        return number == null ? null : Integer.valueOf(Math.toIntExact(number));
    }

    /** A list of texts; empty if it is not there. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            if (!(item instanceof String text)) {
                throw invalid(name, "a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** One text, or a list of texts; empty if it is not there. */
    public List<String> textOrTexts(String name) {
        return members.get(name) instanceof String ? List.of(required(name)) : texts(name);
    }

    /** One object, or a list of objects; empty if it is not there. */
    public List<JsonMembers> objectOrObjects(String name) {
        JsonMembers one = members.get(name) instanceof Map ? object(name) : null;
        return one == null ? objects(name) : List.of(one);
    }

    /** A list of objects; empty if it is not there. */
    public List<JsonMembers> objects(String name) {
        List<JsonMembers> objects = new ArrayList<>();
        for (Object item : list(name)) {
            if (!(item instanceof Map<?, ?> members)) {
                throw invalid(name, "a list of objects");
            }
            objects.add(below(name + "[" + objects.size() + "]", members));
        }
        return objects;
    }

    /** An object; null if it is not there. */
    public @Nullable JsonMembers object(String name) {
        Map<?, ?> members = as(Map.class, name, "an object");
        return members == null ? null : below(name, members);
    }

    /** An object whose members are all texts, by their names; empty if it is not there. */
    public Map<String, String> map(String name) {
        Map<?, ?> members = as(Map.class, name, "an object of texts");
        Map<String, String> texts = new TreeMap<>();
        if (members != null) {
            members.forEach((key, value) -> {
                if (!(value instanceof String text)) {
                    throw invalid(name, "an object of texts");
                }
                texts.put((String) key, text);
            });
        }
        return texts;
    }

    /** That a member must be there. */
    public AwsFault missing(String name) {
        return AwsFault.of("ValidationException", prefix + name + " is required");
    }

    /** That a member's value is not one that can be. */
    public AwsFault invalid(String name, String expected) {
        return wrong(name, "is not " + expected);
    }

    /** What is wrong with a member, in words that go on after its name. */
    public AwsFault wrong(String name, String what) {
        return AwsFault.of("ValidationException", prefix + name + " " + what);
    }

    /**
     * To be called when everything was asked for that is understood.
     *
     * @throws AwsFault if there is more
     */
    public void requireUnderstood() {
        for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
            if (member.getValue() != null && !understood.contains(member.getKey())) {
                throw AwsFault.of("ValidationException", prefix + member.getKey() + " is not understood");
            }
        }
        below.forEach(JsonMembers::requireUnderstood);
    }

    private <T> @Nullable T as(Class<T> type, String name, String expected) {
        understood.add(name);
        Object value = members.get(name);
        if (value != null && !type.isInstance(value)) {
            throw invalid(name, expected);
        }
        return type.cast(value);
    }

    private List<?> list(String name) {
        List<?> items = as(List.class, name, "a list");
        if (items != null && items.size() > ITEMS_MAX) {
            throw invalid(name, "a list of at most " + ITEMS_MAX);
        }
        return items == null ? List.of() : items;
    }

    private JsonMembers below(String place, Map<?, ?> object) {
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        object.forEach((key, member) -> inner.put((String) key, member));
        JsonMembers members = new JsonMembers(inner, prefix + place + ".");
        below.add(members);
        return members;
    }

    private static Map<String, Object> withoutNulls(Map<?, ?> object) {
        Map<String, Object> all = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (value != null) {
                all.put((String) name, withoutNulls(value));
            }
        });
        return all;
    }

    private static Object withoutNulls(Object value) {
        return switch (value) {
            case Map<?, ?> object -> withoutNulls(object);
            case List<?> items -> withoutNulls(items);
            default -> value;
        };
    }

    private static List<Object> withoutNulls(List<?> items) {
        List<Object> all = new ArrayList<>();
        for (Object item : items) {
            if (item != null) {
                all.add(withoutNulls(item));
            }
        }
        return all;
    }
}
