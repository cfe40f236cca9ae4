package io.ebsnap.aws.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.access.AccessKeyHolder;
import io.ebsnap.api.Done;
import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsCallers;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsRequest.Header;
import io.ebsnap.aws.AwsService;
import io.ebsnap.aws.signature.ClaimedSignatures;
import io.ebsnap.aws.signature.SignatureVerifier;
import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each request goes to its service, and only once it is known who has sent it. */
class AwsFrontTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-31T23:59:59Z"));

    /** Answers with its name, who calls, and what it refuses. */
    private record Echo(String name, Function<AwsCall, String> answers) implements AwsService {

        @Override
        public boolean takes(AwsRequest request) {
            return request.path().startsWith("/" + name);
        }

        @Override
        public AwsAnswer answer(AwsCall call) {
            return text(200, name + " " + answers.apply(call));
        }

        @Override
        public AwsAnswer refusal(AwsFault fault, String requestId) {
            return text(fault.status(), name + " " + fault.code() + " " + fault.text() + " " + requestId);
        }

        @Override
        public AwsFault fault(AccessRefused refused) {
            return new AwsFault(403, refused.reason().name(), refused.text());
        }

        private static AwsAnswer text(int status, String text) {
            return new AwsAnswer(status, "text/plain", Map.of(), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Knows alice; bob cannot be looked up. */
    private static final class Callers implements AwsCallers {
        @Override
        public AwsCaller ofKey(String accessKeyId, AccessKeyHolder holder) {
            throw new AssertionError("no request here is signed rightly");
        }

        @Override
        public AwsCaller ofUser(String user) {
            switch (user) {
                case "alice" -> {
                    return new AwsCaller("111111111111", user, request -> new Done(true));
                }
                case "bob" -> throw new Failure.Unavailable("later", new IllegalStateException());
                default -> throw new Failure.Denied("there is no user '" + user + "'");
            }
        }
    }

    private static String answer(Function<AwsCall, String> answers, AwsRequest request) {
        SignatureVerifier verifier =
                new SignatureVerifier(id -> Optional.empty(), CLOCK, new ClaimedSignatures(CLOCK, 1));
        AwsFront front = new AwsFront(
                List.of(new Echo("ebs", answers), new Echo("ec2", answers)), verifier, new Callers(), () -> "id-1");
        AwsAnswer answer = front.answer(request);
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static AwsRequest unsigned(String path, String peer) {
        return new AwsRequest(
                "GET", path, "", List.of(), new byte[0], Optional.of(peer).filter(name -> !name.isEmpty()));
    }

    private static AwsRequest signed(String service, String peer) {
        Header date = new Header("x-amz-date", "20260131T235959Z");
        Header signature = new Header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIA234567ABCDEFGHIJ/20260131/x/" + service
                        + "/aws4_request, SignedHeaders=host, Signature=" + "0".repeat(64));
        return new AwsRequest(
                "GET",
                "/",
                "",
                List.of(date, signature),
                new byte[0],
                Optional.of(peer).filter(name -> !name.isEmpty()));
    }

    private static String caller(AwsCall call) {
        return call.caller().arn() + " " + call.requestId();
    }

    @Test
    void whoIsAtTheOtherEndOfTheSocketNeedsNoSignature() {
        assertThat(answer(AwsFrontTest::caller, unsigned("/", "alice")))
                .isEqualTo("200 ec2 arn:aws:iam::111111111111:user/alice id-1");
        assertThat(answer(AwsFrontTest::caller, unsigned("/ebs/x", "alice"))).startsWith("200 ebs");
        assertThat(answer(AwsFrontTest::caller, unsigned("/", "carol"))).startsWith("403 ec2 UNKNOWN_KEY");
        assertThat(answer(AwsFrontTest::caller, unsigned("/", "bob"))).startsWith("503 ec2 Unavailable");
    }

    @Test
    void whoComesAnotherWayDoes() {
        assertThat(answer(AwsFrontTest::caller, unsigned("/", ""))).startsWith("403 ec2 MISSING");
        assertThat(answer(AwsFrontTest::caller, unsigned("/ebs/x", ""))).startsWith("403 ebs MISSING");
    }

    @Test
    void whatIsSignedIsForTheServiceOfItsScopeAndIsVerifiedAlsoOnTheSocket() {
        for (String peer : List.of("", "alice")) {
            assertThat(answer(AwsFrontTest::caller, signed("ebs", peer))).startsWith("403 ebs INCOMPLETE");
            assertThat(answer(AwsFrontTest::caller, signed("kms", peer)))
                    .isEqualTo("400 ec2 InvalidAction The service kms is not served here. id-1");
        }
    }

    @Test
    void aFaultOfOursTellsNothingButItsId() {
        assertThat(answer(
                        call -> {
                            throw new IllegalStateException("secret detail");
                        },
                        unsigned("/", "alice")))
                .startsWith("500 ec2 InternalError")
                .contains("id-1")
                .doesNotContain("secret detail");
    }
}
