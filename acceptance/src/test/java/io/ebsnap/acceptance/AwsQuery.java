package io.ebsnap.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Forms of EC2's query protocol, signed by AWS's own signer: Debian's tools do not know all of EC2's actions.
 *
 * @param id of the access key
 * @param secret of the access key
 * @param endpoint where the daemon listens
 */
record AwsQuery(String id, String secret, String endpoint) {

    private static final int ERROR_MIN = 400;

    /** The XML that answers an action, behind its status if that is an error. */
    String ask(String action) {
        byte[] form = ("Version=2016-11-15&Action=" + action).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(endpoint + "/")).POST(HttpRequest.BodyPublishers.ofByteArray(form));
        signed(form).request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return (answer.statusCode() < ERROR_MIN ? answer.body() : answer.statusCode() + " " + answer.body())
                    .strip();
        } catch (IOException e) {
            throw new AssertionError(action + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + action, e);
        }
    }

    private SignedRequest signed(byte[] form) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .uri(URI.create(endpoint + "/"))
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                // As SDKs have it: what is asked twice in one second is signed differently.
                .putHeader("amz-sdk-invocation-id", UUID.randomUUID().toString())
                .build();
        return AwsV4HttpSigner.create()
                .sign(each -> each.identity(AwsCredentialsIdentity.create(id, secret))
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(form))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "ec2")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "local"));
    }
}
