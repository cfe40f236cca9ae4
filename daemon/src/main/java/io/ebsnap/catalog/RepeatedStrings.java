package io.ebsnap.catalog;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Lets records share texts that come again and again, as volumes, owners and tags do: less than half of the memory of many records. */
final class RepeatedStrings extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /** How many texts are remembered; a power of two. */
    private static final int PLACES = 8192;

    RepeatedStrings() {
        super("repeated strings");
        addDeserializer(String.class, new Reader());
    }

    private static final class Reader extends StringDeserializer {

        /** Each text has one place, where the next one that has the same takes over. */
        private final AtomicReferenceArray<@Nullable String> seen = new AtomicReferenceArray<>(PLACES);

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            return remembered(super.deserialize(parser, context));
        }

        private String remembered(String text) {
            int hash = text.hashCode();
            int place = (hash ^ hash >>> 16) & PLACES - 1;
            String before = seen.get(place);
            if (text.equals(before)) {
                return before;
            }
            seen.set(place, text);
            return text;
        }
    }
}
