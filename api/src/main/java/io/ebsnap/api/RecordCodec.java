package io.ebsnap.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records to plain JSON values and back. A component {@code kmsKeyId} is the field {@code KmsKeyId}; null is an absent
 * field, an absent list is an empty one, an instant is RFC 3339 in UTC with milliseconds, an enum constant
 * {@code NOT_FOUND} is {@code "not-found"}.
 */
final class RecordCodec {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private RecordCodec() {}

    static Map<String, @Nullable Object> toJson(Record value) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (RecordShape.Part part : RecordShape.of(value.getClass()).parts()) {
            Object member = part.get(value);
            if (member == null) {
                continue;
            }
            if (part.isInlined()) {
                object.putAll(toJson((Record) member));
            } else {
                object.put(part.field(), toValue(member));
            }
        }
        return object;
    }

    private static Object toValue(Object member) {
        return switch (member) {
            case Record nested -> toJson(nested);
            case List<?> list -> list.stream().map(RecordCodec::toValue).toList();
            case Instant time -> TIME.format(time);
            case Enum<?> constant -> word(constant);
            case Integer number -> number.longValue();
            default -> member;
        };
    }

    /**
     * Makes a record of the fields of a JSON object; fields that it does not have are passed over.
     *
     * @throws MalformedMessage if a field is missing or of another type, or the record refuses the values
     */
    static <R extends Record> R fromJson(Map<String, @Nullable Object> object, Class<R> type) {
        RecordShape shape = RecordShape.of(type);
        List<RecordShape.Part> parts = shape.parts();
        @Nullable Object[] values = new @Nullable Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(parts.get(i), object);
        }
        return type.cast(shape.construct(values));
    }

    private static @Nullable Object value(RecordShape.Part part, Map<String, @Nullable Object> object) {
        if (part.isInlined()) {
            return inlined(part, object);
        }
        Object json = object.get(part.field());
        if (json != null) {
            return fromValue(part.field(), json, part.type());
        }
        return absent(part);
    }

    private static @Nullable Object absent(RecordShape.Part part) {
        if (part.isNullable()) {
            return null;
        }
        if (part.rawType() == List.class) {
            return List.of();
        }
        if (part.rawType() == boolean.class) {
            return false;
        }
        throw new MalformedMessage("field " + part.field() + " is missing");
    }

    private static @Nullable Object inlined(RecordShape.Part part, Map<String, @Nullable Object> object) {
        Class<? extends Record> type = part.rawType().asSubclass(Record.class);
        boolean absent = RecordShape.of(type).fields().stream().noneMatch(object::containsKey);
        return absent && part.isNullable() ? null : fromJson(object, type);
    }

    private static Object fromValue(String name, Object json, Type type) {
        if (type instanceof ParameterizedType list) {
            return fromList(name, json, list.getActualTypeArguments()[0]);
        }
        Class<?> wanted = (Class<?>) type;
        if (wanted.isRecord() && json instanceof Map<?, ?> nested) {
            return fromJson(members(nested), wanted.asSubclass(Record.class));
        }
        if (wanted.isEnum() && json instanceof String text) {
            return constant(name, text, wanted);
        }
        return scalar(name, json, wanted);
    }

    @SuppressWarnings("unchecked") // The parser makes no other maps.
    private static Map<String, @Nullable Object> members(Map<?, ?> nested) {
        return (Map<String, @Nullable Object>) nested;
    }

    private static List<Object> fromList(String name, Object json, Type elementType) {
        if (!(json instanceof List<?> elements)) {
            throw mismatch(name, json, "a list");
        }
        List<Object> list = new ArrayList<>(elements.size());
        for (Object element : elements) {
            if (element == null) {
                throw new MalformedMessage("field " + name + " holds null");
            }
            list.add(fromValue(name, element, elementType));
        }
        return List.copyOf(list);
    }

    private static Object scalar(String name, Object json, Class<?> wanted) {
        if (wanted == Instant.class && json instanceof String text) {
            return instant(name, text);
        }
        if ((wanted == int.class || wanted == Integer.class) && json instanceof Long number) {
            return intOf(name, number);
        }
        if ((wanted == double.class || wanted == Double.class) && json instanceof Long number) {
            return number.doubleValue();
        }
        boolean fits = wanted.isInstance(json)
                || (wanted == long.class && json instanceof Long)
                || (wanted == double.class && json instanceof Double)
                || (wanted == boolean.class && json instanceof Boolean);
        if (!fits) {
            throw mismatch(name, json, wanted.getSimpleName().toLowerCase(Locale.ROOT));
        }
        return json;
    }

    private static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new MalformedMessage("field " + name + " is no RFC 3339 time", e);
        }
    }

    private static int intOf(String name, long number) {
        if (number != (int) number) {
            throw new MalformedMessage("field " + name + " is out of range: " + number);
        }
        return (int) number;
    }

    private static Object constant(String name, String text, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (word((Enum<?>) constant).equals(text)) {
                return constant;
            }
        }
        throw new MalformedMessage("field " + name + " knows no '" + text + "'");
    }

    private static MalformedMessage mismatch(String name, Object json, String wanted) {
        return new MalformedMessage("field " + name + " is a "
                + json.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " where a " + wanted + " is wanted");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
