package io.ebsnap.api;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * JSON bytes to plain values and back: {@code Map} (ordered), {@code List}, {@code String}, {@code Long}, {@code Double},
 * {@code Boolean}, null, and {@link Secret} for strings in a field that is named {@code SecretAccessKey} or {@code Plaintext} or whose name ends in {@code Passphrase}, which therefore
 * never become a {@code String}.
 *
 * <p>It drives Jackson's streaming core itself: binding by databind takes 0.3 s in a fresh JVM, and every command of the
 * command line is one.
 */
final class Json {

    private static final String SECRET_SUFFIX = "Passphrase";
    private static final Set<String> SECRET_NAMES = Set.of("SecretAccessKey", "Plaintext");

    private static final JsonFactory REQUESTS = factory(Limits.REQUEST_TOKENS_MAX);
    private static final JsonFactory ANSWERS = factory(Limits.ANSWER_TOKENS_MAX);

    private Json() {}

    private static JsonFactory factory(long tokensMax) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Limits.NESTING_DEPTH_MAX)
                        .maxTokenCount(tokensMax)
                        .maxNumberLength(40)
                        .maxNameLength(1000)
                        .maxStringLength(Limits.ANSWER_BYTES_MAX)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /**
     * Reads the JSON object of a request.
     *
     * @throws MalformedMessage if the bytes are anything else
     */
    static Map<String, @Nullable Object> parseRequest(byte[] bytes) {
        return parse(REQUESTS, bytes);
    }

    /**
     * Reads the JSON object of an answer.
     *
     * @throws MalformedMessage if the bytes are anything else
     */
    static Map<String, @Nullable Object> parseAnswer(byte[] bytes) {
        return parse(ANSWERS, bytes);
    }

    private static Map<String, @Nullable Object> parse(JsonFactory factory, byte[] bytes) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedMessage("the message is not a JSON object");
            }
            Map<String, @Nullable Object> object = object(parser);
            if (parser.nextToken() != null) {
                throw new MalformedMessage("the message goes on after its JSON object");
            }
            return object;
        } catch (JacksonException e) {
            throw new MalformedMessage("the message is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser, name));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser, String name) {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, name));
        }
        return array;
    }

    private static @Nullable Object value(JsonParser parser, String name) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser, name);
            case VALUE_STRING -> isSecret(name) ? secret(parser) : parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new MalformedMessage("field " + name + " has no value");
        };
    }

    private static boolean isSecret(String name) {
        return name.endsWith(SECRET_SUFFIX) || SECRET_NAMES.contains(name);
    }

    private static Secret secret(JsonParser parser) {
        char[] copy = new char[parser.getStringLength()];
        System.arraycopy(parser.getStringCharacters(), parser.getStringOffset(), copy, 0, copy.length);
        return Secret.owning(copy);
    }

    /** The shortest JSON of an object. */
    static byte[] bytes(Map<String, @Nullable Object> object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = ANSWERS.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(generator, object);
        }
        return bytes.toByteArray();
    }

    /** JSON of an object for people, indented by four as AWS's command line does. */
    static String pretty(Map<String, @Nullable Object> object) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = ANSWERS.createGenerator(new IndentedContext(), text)) {
            write(generator, object);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) {
        switch (value) {
            case null -> generator.writeNull();
            case Map<?, ?> object -> {
                generator.writeStartObject();
                object.forEach((name, member) -> {
                    generator.writeName((String) name);
                    write(generator, member);
                });
                generator.writeEndObject();
            }
            case List<?> array -> {
                generator.writeStartArray();
                array.forEach(member -> write(generator, member));
                generator.writeEndArray();
            }
            case String text -> generator.writeString(text);
            case Secret secret -> generator.writeString(secret.chars(), 0, secret.chars().length);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case Boolean flag -> generator.writeBoolean(flag);
            default -> throw new IllegalArgumentException("no JSON for a " + value.getClass());
        }
    }

    /** Writes indented output as AWS's command line does: {@code "Name": value}, nothing in an empty list. */
    private static final class IndentedContext extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
            Separators separators = Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator("");
            return new DefaultPrettyPrinter(separators)
                    .withObjectIndenter(indenter)
                    .withArrayIndenter(indenter);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
