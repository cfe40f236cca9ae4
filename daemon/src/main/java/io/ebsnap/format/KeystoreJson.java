package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** The body of a keystore: records to JSON and back. Messages tell nothing of it, for it is secret. */
final class KeystoreJson {

    /** Buffers are not pooled: they would keep what they held. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private KeystoreJson() {}

    /** The caller zeroes it. */
    static byte[] encode(Record content) {
        return JSON.writeValueAsBytes(content);
    }

    static <R extends Record> R decode(byte[] json, Class<R> type) {
        try {
            R content = JSON.readValue(json, type);
            if (content == null) {
                throw new Failure.Corrupt("the body of the keystore is empty");
            }
            return content;
        } catch (UnrecognizedPropertyException e) {
            throw new Failure.TooNew("the body of the keystore has a field that is not known");
        } catch (JacksonException e) {
            throw new Failure.Corrupt("the body of the keystore is not what a keystore holds");
        }
    }
}
