package io.ebsnap.aws.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers in JSON. */
class JsonObjectTest {

    private static String text(JsonObject object) {
        return new String(object.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void eachKindOfValueIsWritten() {
        assertThat(text(new JsonObject()
                        .add("t", "\"ä\n")
                        .add("i", 1)
                        .add("l", 1L << 40)
                        .add("f", false)
                        .add("at", Instant.ofEpochMilli(1_592_983_796_490L))
                        .add("b", new byte[] {1, 2})
                        .add("none", null)
                        .texts("texts", List.of("a"))
                        .map("map", Map.of("k", "v"))
                        .list("items", List.of(1, 2), (n, item) -> item.add("n", n))
                        .list("empty", List.<Integer>of(), (n, item) -> item.add("n", n))
                        .object("o", () -> {})))
                .isEqualTo(
                        "{\"t\":\"\\\"ä\\n\",\"i\":1,\"l\":1099511627776,\"f\":false,\"at\":1592983796.490,\"b\":\"AQI=\",\"texts\":[\"a\"],"
                                + "\"map\":{\"k\":\"v\"},\"items\":[{\"n\":1},{\"n\":2}],\"empty\":[],\"o\":{}}");
    }

    @Test
    void whatJsonDoesNotHaveIsAFaultOfOurs() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonObject().add("x", new Object()));
    }
}
