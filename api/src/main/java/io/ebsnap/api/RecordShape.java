package io.ebsnap.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the codec must know of a record type; found out once for each, because the runtime works it out anew whenever it is asked.
 */
final class RecordShape {

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Class<?> type;
    private final Constructor<?> constructor;
    private final List<Part> parts = new ArrayList<>();
    private final Set<String> fields = new LinkedHashSet<>();

    private RecordShape(Class<?> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            Part part = new Part(component);
            parts.add(part);
            if (part.isInlined()) {
                fields.addAll(of(part.rawType()).fields);
            } else {
                fields.add(part.field());
            }
        }
        this.constructor = constructor(type, components);
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static Constructor<?> constructor(Class<?> type, RecordComponent[] components) {
        try {
            return type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("no canonical constructor of " + type, e);
        }
    }

    /** The components in their order. */
    List<Part> parts() {
        return parts;
    }

    /** The fields of the JSON object, those of inlined components among them. */
    Set<String> fields() {
        return fields;
    }

    Object construct(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new MalformedMessage(type.getSimpleName() + ": " + cause.getMessage(), cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    /** One component. */
    static final class Part {

        private final RecordComponent component;
        private final Method accessor;
        private final Type type;
        private final String field;
        private final boolean inlined;

        private Part(RecordComponent component) {
            this.component = component;
            this.accessor = component.getAccessor();
            this.type = component.getGenericType();
            this.inlined = component.isAnnotationPresent(Inlined.class);
            this.field = field(component);
        }

        private static String field(RecordComponent component) {
            Spelled spelled = component.getAnnotation(Spelled.class);
            String name = component.getName();
            return spelled == null ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : spelled.value();
        }

        String field() {
            return field;
        }

        Type type() {
            return type;
        }

        Class<?> rawType() {
            return component.getType();
        }

        boolean isInlined() {
            return inlined;
        }

        /** Asked only for what is absent. */
        boolean isNullable() {
            return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        }

        @Nullable
        Object get(Record value) {
            try {
                return accessor.invoke(value);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
    }
}
