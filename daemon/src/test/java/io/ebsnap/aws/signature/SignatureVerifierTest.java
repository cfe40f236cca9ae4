package io.ebsnap.aws.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AccessRefused.Reason;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsRequest.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real signer signs is taken, and nothing that differs from that in anything. */
class SignatureVerifierTest {

    private static AwsRequest sample(String name) throws IOException {
        return Objects.requireNonNull(SignedSamples.all().get(name), name);
    }

    private static SignatureVerifier at(Instant now) {
        InstantSource clock = InstantSource.fixed(now);
        return new SignatureVerifier(SignedSamples::key, clock, new ClaimedSignatures(clock, 4));
    }

    private static VerifiedRequest verify(AwsRequest request) {
        return at(SignedSamples.TIME).verify(request, SignatureVerifier.serviceOf(request), true);
    }

    private static Reason refused(AwsRequest request) {
        return catchThrowableOfType(AccessRefused.class, () -> verify(request)).reason();
    }

    private static AwsRequest with(AwsRequest request, String header, String value) {
        List<Header> headers = new ArrayList<>(request.headers());
        headers.removeIf(each -> each.name().equals(header));
        headers.add(new Header(header, value));
        return new AwsRequest(
                request.method(), request.path(), request.query(), headers, request.body(), Optional.empty());
    }

    private static AwsRequest with(AwsRequest request, byte[] body) {
        return new AwsRequest(
                request.method(), request.path(), request.query(), request.headers(), body, Optional.empty());
    }

    private static AwsRequest asked(AwsRequest request, String method, String path, String query) {
        return new AwsRequest(method, path, query, request.headers(), request.body(), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"form", "get", "path", "repeated", "unsigned", "presigned"})
    void whatBotocoreSignsIsTaken(String name) throws IOException {
        VerifiedRequest verified = verify(sample(name));
        assertThat(verified.accessKeyId()).isEqualTo(SignedSamples.KEY);
        assertThat(verified.holder()).isEqualTo(SignedSamples.HOLDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"form", "get", "path", "repeated", "unsigned", "presigned"})
    void nothingThatWasAlteredIsTaken(String name) throws IOException {
        AwsRequest sample = sample(name);
        String method = sample.method();
        assertThat(refused(asked(sample, "DELETE", sample.path(), sample.query())))
                .isEqualTo(Reason.MISMATCH);
        assertThat(refused(asked(sample, method, sample.path() + "x", sample.query())))
                .isEqualTo(Reason.MISMATCH);
        assertThat(refused(asked(sample, method, sample.path(), sample.query() + "&x=y")))
                .isEqualTo(Reason.MISMATCH);
        assertThat(refused(with(sample, "host", "elsewhere"))).isEqualTo(Reason.MISMATCH);
        assertThat(refused(with(sample, "x-amz-target", "TrentService.Decrypt")))
                .isEqualTo(Reason.INCOMPLETE);
        if (!name.equals("unsigned")) {
            assertThat(refused(with(sample, "Action=DeleteSnapshot".getBytes(StandardCharsets.US_ASCII))))
                    .isEqualTo(Reason.MISMATCH);
        }
    }

    @Test
    void aSignatureOfAnotherKeyOrServiceOrFormIsRefused() throws IOException {
        AwsRequest form = sample("form");
        String signed = form.header("authorization").orElseThrow();
        assertThat(refused(with(form, "authorization", signed.replace("Signature=a", "Signature=b"))))
                .isEqualTo(Reason.MISMATCH);
        assertThat(refused(with(form, "authorization", signed.replace("AKIA2", "AKIA3"))))
                .isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(refused(with(form, "authorization", signed.replace("eu-central-1", "us-east-1"))))
                .isEqualTo(Reason.MISMATCH);
        assertThat(refused(with(form, "authorization", signed.replace(";host", ";hosts"))))
                .isEqualTo(Reason.INCOMPLETE);
        assertThat(refused(with(form, "authorization", signed.replace("SignedHeaders", "Headers"))))
                .isEqualTo(Reason.INCOMPLETE);
        assertThat(refused(with(form, "authorization", "Basic YTpi"))).isEqualTo(Reason.INCOMPLETE);
        assertThat(refused(with(form, "x-amz-date", "20260131T235958Z"))).isEqualTo(Reason.MISMATCH);
        assertThat(refused(with(form, "x-amz-security-token", "t"))).isEqualTo(Reason.UNKNOWN_KEY);
        assertThatThrownBy(() -> at(SignedSamples.TIME).verify(form, "kms", true))
                .isInstanceOf(AccessRefused.class)
                .hasMessageContaining("kms");
        List<Header> none = form.headers().stream()
                .filter(header -> !header.name().equals("authorization"))
                .toList();
        assertThat(refused(new AwsRequest("POST", "/", "", none, form.body(), Optional.empty())))
                .isEqualTo(Reason.MISSING);
    }

    @Test
    void anUnsignedBodyIsTakenOnlyWhereThatIsSaid() throws IOException {
        AwsRequest put = sample("unsigned");
        assertThatThrownBy(() -> at(SignedSamples.TIME).verify(put, "ebs", false))
                .isInstanceOf(AccessRefused.class)
                .hasMessageContaining("must be signed");
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 300})
    void clocksMayDifferByFiveMinutes(long seconds) throws IOException {
        assertThat(at(SignedSamples.TIME.plusSeconds(seconds))
                        .verify(sample("form"), "ec2", false)
                        .accessKeyId())
                .isEqualTo(SignedSamples.KEY);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, 86_400})
    void andNotByMore(long seconds) throws IOException {
        AwsRequest form = sample("form");
        AccessRefused refused = catchThrowableOfType(
                AccessRefused.class,
                () -> at(SignedSamples.TIME.plusSeconds(seconds)).verify(form, "ec2", false));
        assertThat(refused.reason()).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void aPresignedRequestIsTakenUntilItExpires() throws IOException {
        AwsRequest presigned = sample("presigned");
        Instant end = SignedSamples.TIME.plus(Duration.ofHours(1));
        assertThat(at(end).verify(presigned, "ec2", false).accessKeyId()).isEqualTo(SignedSamples.KEY);
        assertThatThrownBy(() -> at(end.plusSeconds(1)).verify(presigned, "ec2", false))
                .isInstanceOf(AccessRefused.class);
    }

    @Test
    void aRequestIsClaimedOnce() throws IOException {
        SignatureVerifier verifier = at(SignedSamples.TIME);
        AwsRequest form = sample("form");
        Runnable claim = verifier.verify(form, "ec2", false).claim();
        claim.run();
        claim.run();
        AccessRefused refused = catchThrowableOfType(
                AccessRefused.class,
                () -> verifier.verify(form, "ec2", false).claim().run());
        assertThat(refused.reason()).isEqualTo(Reason.REPLAYED);
    }
}
