package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ebsnap.failure.Failure;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/**
 * The body of a record, {@code docs/format/catalog.md}: its components in JSON, in upper camel case, null where they may be; all of them
 * present, but for those that came later, which are left out instead of being null. Strict in both directions: what does not come back as
 * it went is not written, and what is not known is not dropped. Messages name fields, never values.
 */
final class RecordJson {

    private static final byte[] TOMBSTONE = "{\"Deleted\":true}".getBytes(StandardCharsets.US_ASCII);
    private static final String DELETED = "Deleted";

    /** Immutable, and costly to make. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .withCoercionConfig(
                    LogicalType.Textual,
                    textual -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(new MillisecondInstants())
            .addModule(new RepeatedStrings())
            .build();

    /** The body of a deleted record. */
    byte[] tombstone() {
        return TOMBSTONE.clone();
    }

    /** The body of a record. */
    <R extends CatalogRecord> byte[] encode(CatalogKind<R> kind, R record) {
        try {
            byte[] body = MAPPER.writeValueAsBytes(record);
            R back = decode(kind, body).orElseThrow();
            if (!Arrays.equals(MAPPER.writeValueAsBytes(back), body)) {
                throw new Failure.Internal(what(kind) + " does not come back as it was written", null);
            }
            return body;
        } catch (JacksonException e) {
            throw new Failure.Internal(what(kind) + " cannot be written: " + where(e), null);
        }
    }

    /**
     * The record of a body; empty for that of a deleted one.
     *
     * @throws Failure.TooNew if it has a field, or a value of a closed set, that this program does not know
     * @throws Failure.Corrupt if it is anything else that {@link #encode} never makes
     */
    <R extends CatalogRecord> Optional<R> decode(CatalogKind<R> kind, byte[] body) {
        try {
            JsonNode tree = MAPPER.readTree(body);
            if (isTombstone(tree)) {
                return Optional.empty();
            }
            if (!tree.isObject()) {
                throw new Failure.Corrupt(what(kind) + " is not a JSON object");
            }
            R record = MAPPER.treeToValue(withAbsent(kind, kind.type(), (ObjectNode) tree), kind.type());
            requireComplete(kind, record);
            return Optional.of(record);
        } catch (UnrecognizedPropertyException e) {
            throw new Failure.TooNew(what(kind) + " has a field '" + e.getPropertyName() + "' that is not known");
        } catch (InvalidFormatException e) {
            if (e.getTargetType() != null && e.getTargetType().isEnum()) {
                throw new Failure.TooNew(what(kind) + " has a word that is not known: " + where(e));
            }
            throw new Failure.Corrupt(what(kind) + " is not valid: " + where(e));
        } catch (JacksonException e) {
            throw new Failure.Corrupt(what(kind) + " is not valid: " + where(e));
        }
    }

    /** What is left out when it is null came with a later release than the rest: older records have it neither. */
    private static ObjectNode withAbsent(CatalogKind<?> kind, Class<?> type, ObjectNode tree) {
        for (RecordComponent component : type.getRecordComponents()) {
            String field = field(component);
            if (component.getType().isRecord() && tree.path(field) instanceof ObjectNode inner) {
                ObjectNode unused = withAbsent(kind, component.getType(), inner);
            }
            boolean optional = component.getAccessor().isAnnotationPresent(JsonInclude.class);
            if (optional && tree.path(field).isNull()) {
                throw new Failure.Corrupt(what(kind) + " has a null in " + field);
            }
            if (optional && !tree.has(field)) {
                tree.putNull(field);
            }
        }
        return tree;
    }

    private static String field(RecordComponent component) {
        String name = component.getName();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static boolean isTombstone(JsonNode tree) {
        return tree.isObject()
                && tree.size() == 1
                && tree.path(DELETED).isBoolean()
                && tree.path(DELETED).booleanValue();
    }

    /** Only components that say so may be null, also in records within records. */
    private static void requireComplete(CatalogKind<?> kind, Object record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = valueOf(component, record);
            if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new Failure.Corrupt(what(kind) + " lacks " + component.getName());
            }
            if (value instanceof Record inner) {
                requireComplete(kind, inner);
            } else if (value instanceof List<?> list) {
                list.forEach(element -> {
                    if (element instanceof Record inner) {
                        requireComplete(kind, inner);
                    }
                });
            }
        }
    }

    private static @Nullable Object valueOf(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new Failure.Internal("reading " + component, e);
        }
    }

    private static String what(CatalogKind<?> kind) {
        return "catalog record of kind " + kind.name();
    }

    private static String where(JacksonException e) {
        String path = e instanceof DatabindException bound ? bound.getPathReference() : "";
        return e.getClass().getSimpleName() + " " + path;
    }
}
