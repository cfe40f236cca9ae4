package io.ebsnap.acceptance;

import io.ebsnap.api.AccessKey;
import java.net.URI;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Clients of AWS's SDK for Java against a daemon of a test.
 *
 * @param key whose secret is known
 * @param endpoint where the daemon listens
 * @param model holds all answers against the SDK's own
 */
record AwsSdk(AccessKey key, URI endpoint, SdkModel model) {

    AwsSdk(AccessKey key, String endpoint) {
        this(key, URI.create(endpoint), new SdkModel());
    }

    /** That of the key. */
    String secret() {
        return String.valueOf(Objects.requireNonNull(key.secretAccessKey()).chars());
    }

    /** A client that its builder makes. */
    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.of("local"))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), secret())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(each -> each.addExecutionInterceptor(model))
                .build();
    }
}
