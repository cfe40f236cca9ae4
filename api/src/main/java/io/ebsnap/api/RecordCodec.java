package io.ebsnap.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
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
import java.util.Set;
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
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object member = get(component, value);
            if (component.isAnnotationPresent(Inlined.class)) {
                if (member != null) {
                    object.putAll(toJson((Record) member));
                }
            } else if (member != null) {
                object.put(fieldName(component), toValue(member));
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
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = component(components[i], object);
        }
        return construct(type, types, values);
    }

    private static @Nullable Object component(RecordComponent component, Map<String, @Nullable Object> object) {
        if (component.isAnnotationPresent(Inlined.class)) {
            return inlined(component, object);
        }
        String name = fieldName(component);
        Object json = object.get(name);
        if (json != null) {
            return fromValue(name, json, component.getGenericType());
        }
        if (component.getType() == List.class) {
            return List.of();
        }
        if (component.getType() == boolean.class) {
            return false;
        }
        if (isNullable(component)) {
            return null;
        }
        throw new MalformedMessage("field " + name + " is missing");
    }

    private static @Nullable Object inlined(RecordComponent component, Map<String, @Nullable Object> object) {
        Class<? extends Record> type = component.getType().asSubclass(Record.class);
        boolean absent = fieldNames(type).stream().noneMatch(object::containsKey);
        return absent && isNullable(component) ? null : fromJson(object, type);
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
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

    /** The fields of a record type, those of inlined components among them. */
    static Set<String> fieldNames(Class<? extends Record> type) {
        Set<String> names = new java.util.LinkedHashSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Inlined.class)) {
                names.addAll(fieldNames(component.getType().asSubclass(Record.class)));
            } else {
                names.add(fieldName(component));
            }
        }
        return names;
    }

    private static String fieldName(RecordComponent component) {
        String name = component.getName();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable Object get(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static <R extends Record> R construct(Class<R> type, Class<?>[] types, @Nullable Object[] values) {
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new MalformedMessage(type.getSimpleName() + ": " + cause.getMessage(), cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }
}
