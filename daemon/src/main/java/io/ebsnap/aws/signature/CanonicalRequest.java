package io.ebsnap.aws.signature;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AccessRefused.Reason;
import io.ebsnap.aws.AwsRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The form of a request that is signed. Paths are encoded once more than they came, as for all services but S3; whoever signs has no dots and no empty segments in them. */
final class CanonicalRequest {

    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    private static final String CONTENT_HASH = "x-amz-content-sha256";
    private static final String UNRESERVED = "-_.~";

    private static final Pattern SPACES = Pattern.compile("[ \\t]+");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private CanonicalRequest() {}

    /**
     * The string that is signed.
     *
     * @param takesUnsignedBody whether the body need not be signed
     * @throws AccessRefused if what must be signed is not
     */
    static byte[] stringToSign(AwsRequest request, Signature signature, boolean takesUnsignedBody) {
        requireSigned(request, signature);
        String canonical = String.join(
                "\n",
                request.method(),
                encoded(request.path(), UNRESERVED + "/"),
                query(request.query()),
                headers(request, signature.signedHeaders()),
                String.join(";", signature.signedHeaders()),
                payload(request, takesUnsignedBody));
        String text = String.join(
                "\n",
                Signature.ALGORITHM,
                signature.date(),
                signature.credential().scope(),
                hash(canonical.getBytes(StandardCharsets.UTF_8)));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A header of AWS's that anybody could have added says nothing. */
    private static void requireSigned(AwsRequest request, Signature signature) {
        for (AwsRequest.Header header : request.headers()) {
            if (header.name().startsWith("x-amz-") && !signature.signedHeaders().contains(header.name())) {
                throw new AccessRefused(Reason.INCOMPLETE, "the header " + header.name() + " is not signed");
            }
        }
    }

    private static String query(String query) {
        return QueryPart.of(query).stream()
                .filter(part -> !part.is(Signature.QUERY_SIGNATURE))
                .map(part -> new QueryPart(encoded(part.name(), UNRESERVED), encoded(part.value(), UNRESERVED)))
                .sorted(Comparator.comparing(QueryPart::name).thenComparing(QueryPart::value))
                .map(part -> part.name() + "=" + part.value())
                .collect(Collectors.joining("&"));
    }

    private static String headers(AwsRequest request, List<String> names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            List<String> values = request.headers(name);
            if (values.isEmpty()) {
                throw new AccessRefused(Reason.MISMATCH, "the signed header " + name + " is missing");
            }
            text.append(name).append(':');
            text.append(values.stream()
                    .map(value -> SPACES.matcher(value.strip()).replaceAll(" "))
                    .collect(Collectors.joining(",")));
            text.append('\n');
        }
        return text.toString();
    }

    private static String payload(AwsRequest request, boolean takesUnsignedBody) {
        Optional<String> said = request.header(CONTENT_HASH);
        if (said.equals(Optional.of(UNSIGNED_PAYLOAD))) {
            if (!takesUnsignedBody) {
                throw new AccessRefused(Reason.INCOMPLETE, "the body of this request must be signed");
            }
            return UNSIGNED_PAYLOAD;
        }
        String hash = hash(request.body());
        if (said.isPresent() && !said.get().equals(hash)) {
            throw new AccessRefused(Reason.MISMATCH, "the body is not what " + CONTENT_HASH + " says");
        }
        return hash;
    }

    private static String encoded(String text, String kept) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            boolean plain = (character >= 'a' && character <= 'z')
                    || (character >= 'A' && character <= 'Z')
                    || (character >= '0' && character <= '9')
                    || kept.indexOf(character) >= 0;
            if (plain) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HEX.toHexDigits(each));
            }
        }
        return encoded.toString();
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
