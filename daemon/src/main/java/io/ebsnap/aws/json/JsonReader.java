package io.ebsnap.aws.json;

import io.ebsnap.api.Secret;
import io.ebsnap.aws.AwsFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a JSON object within bounds, into maps, lists, texts, {@code Long}, {@code Double}, {@code Boolean}, and {@link Secret} for a text that the outermost object names {@code Plaintext}, which so never
 * becomes a {@code String}.
 */
final class JsonReader {

    static final int DEPTH_MAX = 16;
    static final int TOKENS_MAX = 20_000;
    static final int TEXT_CHARS_MAX = 65_536;
    static final int NAME_CHARS_MAX = 1024;
    private static final int NUMBER_CHARS_MAX = 40;
    private static final String SECRET_NAME = "Plaintext";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxTokenCount(TOKENS_MAX)
                    .maxNumberLength(NUMBER_CHARS_MAX)
                    .maxNameLength(NAME_CHARS_MAX)
                    .maxStringLength(TEXT_CHARS_MAX)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonReader() {}

    /** @throws AwsFault if it is no JSON object, or beyond a bound */
    static Map<String, @Nullable Object> object(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("it is no JSON object");
            }
            Map<String, @Nullable Object> object = members(parser, true);
            if (parser.nextToken() != null) {
                throw malformed("it goes on after its JSON object");
            }
            return object;
        } catch (JacksonException e) {
            throw malformed(e.getOriginalMessage());
        }
    }

    private static Map<String, @Nullable Object> members(JsonParser parser, boolean isOutermost) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            boolean isSecret = isOutermost && name.equals(SECRET_NAME);
            members.put(
                    name, isSecret && parser.currentToken() == JsonToken.VALUE_STRING ? secret(parser) : value(parser));
        }
        return members;
    }

    private static List<@Nullable Object> items(JsonParser parser) {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser, false);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw malformed("a member has no value");
        };
    }

    private static Secret secret(JsonParser parser) {
        char[] copy = new char[parser.getStringLength()];
        System.arraycopy(parser.getStringCharacters(), parser.getStringOffset(), copy, 0, copy.length);
        return Secret.owning(copy);
    }

    private static AwsFault malformed(String why) {
        return AwsFault.of("SerializationException", "the body cannot be read: " + why);
    }
}
