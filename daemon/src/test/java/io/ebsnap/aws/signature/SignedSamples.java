package io.ebsnap.aws.signature;

import io.ebsnap.access.AccessKeyHolder;
import io.ebsnap.access.SigningKey;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsRequest.Header;
import io.ebsnap.crypto.DestroyableSecret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Requests that botocore 1.43 has signed. */
final class SignedSamples {

    static final Instant TIME = Instant.parse("2026-01-31T23:59:59Z");
    static final String KEY = "AKIA234567ABCDEFGHIJ";
    static final AccessKeyHolder HOLDER = new AccessKeyHolder("alice", "111111111111", false);

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private SignedSamples() {}

    /** The key that they are signed with. */
    static Optional<SigningKey> key(String id) {
        return id.equals(KEY)
                ? Optional.of(new SigningKey(
                        id, HOLDER, DestroyableSecret.owning(SECRET.getBytes(StandardCharsets.US_ASCII))))
                : Optional.empty();
    }

    /** By their names. */
    static Map<String, AwsRequest> all() throws IOException {
        Map<String, AwsRequest> samples = new LinkedHashMap<>();
        try (InputStream in =
                Objects.requireNonNull(SignedSamples.class.getResourceAsStream("/aws/botocore-signed.txt"))) {
            for (String sample : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .substring(2)
                    .split("\n# ", -1)) {
                List<String> lines = List.of(sample.split("\n", -1));
                samples.put(lines.getFirst(), request(lines.subList(1, lines.size())));
            }
        }
        return samples;
    }

    private static AwsRequest request(List<String> lines) {
        String[] first = lines.getFirst().split(" ", 2);
        String[] target = first[1].split("\\?", 2);
        List<Header> headers = new ArrayList<>();
        int line = 1;
        for (; !lines.get(line).isEmpty(); line++) {
            String[] header = lines.get(line).split(":", 2);
            headers.add(new Header(header[0].toLowerCase(Locale.ROOT), header[1].strip()));
        }
        return new AwsRequest(
                first[0],
                target[0],
                target.length > 1 ? target[1] : "",
                headers,
                Base64.getDecoder().decode(lines.get(line + 1)),
                Optional.empty());
    }
}
