package io.ebsnap.aws.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.aws.AwsFault;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in JSON are read within bounds, and nothing of them is passed over in silence. */
class JsonMembersTest {

    private static JsonMembers members(String json) {
        return JsonMembers.of(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(AwsFault.class).isThrownBy(call).satisfies(fault -> {
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault.status()).isEqualTo(400);
        });
    }

    @Test
    void eachKindOfValueIsRead() {
        JsonMembers in = members("""
                {"t": "x", "n": 7, "f": true, "list": ["a", "b"], "map": {"k": "v"}, "none": null,
                 "inner": {"t": "y"}, "items": [{"n": 1}, {"n": 2}]}""");
        assertThat(in.required("t")).isEqualTo("x");
        assertThat(in.number("n", 1, 7)).isEqualTo(7);
        assertThat(in.integer("n", 1, 7)).isEqualTo(7);
        assertThat(in.flag("f")).isTrue();
        assertThat(in.texts("list")).containsExactly("a", "b");
        assertThat(in.map("map")).isEqualTo(Map.of("k", "v"));
        assertThat(in.text("none")).isNull();
        assertThat(in.has("none")).isFalse();
        assertThat(in.object("inner"))
                .isNotNull()
                .satisfies(inner -> assertThat(inner.text("t")).isEqualTo("y"));
        assertThat(in.objects("items"))
                .extracting(item -> item.integer("n", 0, 9))
                .containsExactly(1, 2);
        in.requireUnderstood();
    }

    @Test
    void whatIsNotThereIsNothing() {
        JsonMembers in = JsonMembers.of(new byte[0]);
        assertThat(in.text("t")).isNull();
        assertThat(in.number("n", 0, 1)).isNull();
        assertThat(in.flag("f")).isNull();
        assertThat(in.texts("l")).isEmpty();
        assertThat(in.objects("l")).isEmpty();
        assertThat(in.object("o")).isNull();
        assertThat(in.map("m")).isEmpty();
        refused("ValidationException", () -> in.required("t"));
    }

    @Test
    void aValueOfAnotherKindIsRefused() {
        JsonMembers in =
                members("{\"t\": 1, \"n\": \"1\", \"f\": \"true\", \"l\": \"a\", \"x\": [1], \"m\": {\"k\": 1}}");
        refused("ValidationException", () -> in.text("t"));
        refused("ValidationException", () -> in.number("n", 0, 1));
        refused("ValidationException", () -> in.number("t", 2, 3));
        refused("ValidationException", () -> in.flag("f"));
        refused("ValidationException", () -> in.texts("l"));
        refused("ValidationException", () -> in.texts("x"));
        refused("ValidationException", () -> in.objects("x"));
        refused("ValidationException", () -> in.object("l"));
        refused("ValidationException", () -> in.map("m"));
    }

    @Test
    void whatNobodyHasAskedForIsTold() {
        JsonMembers in = members("{\"a\": {\"b\": 1, \"c\": 2}, \"nothing\": null}");
        JsonMembers inner = Objects.requireNonNull(in.object("a"));
        assertThat(inner.number("b", 0, 9)).isEqualTo(1);
        assertThatExceptionOfType(AwsFault.class)
                .isThrownBy(in::requireUnderstood)
                .withMessage("a.c is not understood");
        refused("ValidationException", () -> members("{\"a\": 1}").requireUnderstood());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "{",
                "{\"a\":1}{",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1e999999999999999999999999999999999999999999}",
                "{\"a\":123456789012345678901234567890}",
                "{\"a\":NaN}",
                "\"\\ud800\""
            })
    void whatIsNoObjectIsRefused(String json) {
        refused("SerializationException", () -> members(json));
    }

    @Test
    void whatIsTooMuchIsRefused() {
        refused("SerializationException", () -> members("{\"a\":" + "[".repeat(100_000)));
        refused(
                "SerializationException",
                () -> members("{\"a\":\"" + "x".repeat(JsonReader.TEXT_CHARS_MAX + 1) + "\"}"));
        refused("SerializationException", () -> members("{\"" + "x".repeat(60_000) + "\":1}"));
        refused("SerializationException", () -> members("{\"a\":[" + "1,".repeat(JsonReader.TOKENS_MAX) + "1]}"));
        refused(
                "ValidationException",
                () -> members("{\"a\":[" + "\"1\",".repeat(1000) + "\"1\"]}").texts("a"));
    }

    /** Whatever comes, it is read or refused. */
    @Test
    void bytesOfAnyKindAreReadOrRefused() {
        Random random = new Random(3);
        byte[] whole = "{\"Tags\":[{\"Key\":\"a\\u00e4\",\"Value\":null}],\"n\":-1.5e3,\"t\":true}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] altered = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            }
            try {
                JsonMembers.of(altered).has("n");
            } catch (AwsFault e) {
                assertThat(e.code()).isEqualTo("SerializationException");
            }
        }
    }
}
