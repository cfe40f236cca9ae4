package io.ebsnap.catalog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Times as RFC 3339 in UTC with milliseconds, always of the same length: {@code 2026-01-31T23:59:59.000Z}. */
final class MillisecondInstants extends SimpleModule {
    private static final long serialVersionUID = 1L;

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    MillisecondInstants() {
        super("instants");
        addSerializer(new Writer());
        addDeserializer(Instant.class, new Reader());
    }

    private static final class Writer extends StdSerializer<Instant> {

        private Writer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(FORM.format(value));
        }
    }

    private static final class Reader extends StdDeserializer<Instant> {

        private Reader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getValueAsString("");
            try {
                Instant value = FORM.parse(text, Instant::from);
                if (FORM.format(value).equals(text)) {
                    return value;
                }
            } catch (DateTimeException e) {
                // Reported below, with every other text that is not exactly of the form.
            }
            return (Instant) context.handleWeirdStringValue(Instant.class, text, "not a time of the form %s", FORM);
        }
    }
}
