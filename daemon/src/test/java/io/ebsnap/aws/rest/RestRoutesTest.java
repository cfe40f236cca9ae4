package io.ebsnap.aws.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.api.Done;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Methods, paths and queries lead to what they are for. */
class RestRoutesTest {

    private static String answer(Function<RestRequest, String> action, String method, String path, String query) {
        RestRoutes routes = new RestRoutes()
                .on("GET", "/things/{name}", (in, call) -> text(action.apply(in)))
                .on("POST", "/things", (in, call) -> text("made"));
        AwsRequest request = new AwsRequest(
                method, path, query, List.of(new AwsRequest.Header("x-amz-n", "7")), new byte[0], Optional.empty());
        AwsCaller caller = new AwsCaller("111111111111", "", any -> new Done(true));
        return new String(
                routes.answer(new AwsCall(request, caller, "id", () -> {})).body(), StandardCharsets.UTF_8);
    }

    private static AwsAnswer text(String text) {
        return new AwsAnswer(200, "text/plain", Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String code(Function<RestRequest, String> action, String method, String path, String query) {
        try {
            return answer(action, method, path, query);
        } catch (AwsFault e) {
            return e.status() + " " + e.code();
        }
    }

    @Test
    void aPathLeadsToItsActionWithItsParts() {
        assertThat(answer(in -> in.variable("name"), "GET", "/things/a%2Fb+c%20d", ""))
                .isEqualTo("a/b+c d");
        assertThat(answer(in -> "", "POST", "/things", "")).isEqualTo("made");
        assertThat(answer(in -> in.variable("name"), "GET", "/things/a/", "")).isEqualTo("a");
        for (String path : List.of("/", "/things//", "/things/a/b", "/other/a", "")) {
            assertThat(code(in -> "", "POST", path, "")).isEqualTo("400 InvalidAction");
        }
        assertThat(code(in -> "", "DELETE", "/things/a", "")).isEqualTo("400 InvalidAction");
        assertThat(code(in -> "", "GET", "/things/%zz", "")).isEqualTo("400 ValidationException");
    }

    @Test
    void parametersAreReadAndWhatNobodyHasAskedForIsTold() {
        assertThat(answer(
                        in -> {
                            String all = in.parameter("a")
                                    + in.parameters("b")
                                    + in.number("n", 0, 9)
                                    + in.parameter("c")
                                    + in.header("x-amz-n");
                            in.requireUnderstood();
                            return all;
                        },
                        "GET",
                        "/things/x",
                        "b=1&a=%3D%2B&b=2&n=3&X-Amz-Date=now"))
                .isEqualTo("=+[1, 2]3null7");
        assertThat(code(in -> in.parameter("a") + "", "GET", "/things/x", "a=1&a=2"))
                .isEqualTo("400 ValidationException");
        assertThat(code(in -> in.number("n", 0, 9) + "", "GET", "/things/x", "n=99999999999"))
                .isEqualTo("400 ValidationException");
        assertThat(code(in -> in.requiredHeader("no"), "GET", "/things/x", "")).isEqualTo("400 ValidationException");
        assertThat(code(in -> "", "GET", "/things/x", "a=%")).isEqualTo("400 ValidationException");
        assertThat(code(in -> "", "GET", "/things/x", "a&".repeat(2000))).isEqualTo("400 ValidationException");
        assertThatExceptionOfType(AwsFault.class)
                .isThrownBy(() -> answer(
                        in -> {
                            in.requireUnderstood();
                            return "";
                        },
                        "GET",
                        "/things/x",
                        "what=1"))
                .withMessageContaining("what");
    }

    @Test
    void aRefusalTellsItsMembers() {
        AwsAnswer answer = RestAnswers.of(
                new AwsFault(404, "ResourceNotFoundException", "there is none")
                        .with("Reason", "RULE_NOT_FOUND")
                        .with("ResourceIds", "a", "b"),
                "id-1");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers())
                .containsEntry("x-amzn-ErrorType", "ResourceNotFoundException")
                .containsEntry("x-amzn-RequestId", "id-1");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"Message\":\"there is none\",\"Reason\":\"RULE_NOT_FOUND\",\"ResourceIds\":[\"a\",\"b\"]}");
    }
}
