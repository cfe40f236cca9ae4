package io.ebsnap.aws.json;

import io.ebsnap.api.Secret;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the JSON object of an answer. What is null is left out. For one thread. */
public final class JsonObject {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MILLIS_DIGITS = 3;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);

    /** Without members yet. */
    public JsonObject() {
        generator.writeStartObject();
    }

    /**
     * A text, secret or not, a number or a flag, or maps and lists of these; bytes are written in Base64, and a time as seconds since 1970 with its thousandths.
     *
     * @param value nothing for null
     */
    public JsonObject add(String name, @Nullable Object value) {
        if (value != null) {
            generator.writeName(name);
            write(value);
        }
        return this;
    }

    private void write(Object value) {
        switch (value) {
            case String text -> generator.writeString(text);
            case Secret secret -> generator.writeString(secret.chars(), 0, secret.chars().length);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case Boolean flag -> generator.writeBoolean(flag);
            case Instant time -> generator.writeNumber(BigDecimal.valueOf(time.toEpochMilli(), MILLIS_DIGITS));
            case byte[] blob -> generator.writeString(Base64.getEncoder().encodeToString(blob));
            case Map<?, ?> object -> write(object);
            case Collection<?> items -> write(items);
            default -> throw new IllegalArgumentException("no JSON for a " + value.getClass());
        }
    }

    private void write(Map<?, ?> object) {
        generator.writeStartObject();
        object.forEach((name, value) -> add((String) name, value));
        generator.writeEndObject();
    }

    private void write(Collection<?> items) {
        generator.writeStartArray();
        items.forEach(this::write);
        generator.writeEndArray();
    }

    /** An object. */
    public JsonObject object(String name, Runnable members) {
        generator.writeName(name);
        generator.writeStartObject();
        members.run();
        generator.writeEndObject();
        return this;
    }

    /** A list of objects, also one of none. */
    public <T> JsonObject list(String name, Collection<T> items, BiConsumer<T, JsonObject> writer) {
        generator.writeName(name);
        generator.writeStartArray();
        for (T item : items) {
            generator.writeStartObject();
            writer.accept(item, this);
            generator.writeEndObject();
        }
        generator.writeEndArray();
        return this;
    }

    /** A list of texts, also one of none. */
    public JsonObject texts(String name, Collection<String> texts) {
        generator.writeName(name);
        generator.writeStartArray();
        texts.forEach(generator::writeString);
        generator.writeEndArray();
        return this;
    }

    /** An object whose members are texts. */
    public JsonObject map(String name, Map<String, String> texts) {
        return object(name, () -> texts.forEach(this::add));
    }

    /** All of it; nothing can be added any more. */
    public byte[] bytes() {
        generator.writeEndObject();
        generator.close();
        return bytes.toByteArray();
    }
}
