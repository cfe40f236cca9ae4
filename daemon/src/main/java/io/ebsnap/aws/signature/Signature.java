package io.ebsnap.aws.signature;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AccessRefused.Reason;
import io.ebsnap.aws.AwsRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request says of its signature; nothing of that is proven.
 *
 * @param credential with which key, for what
 * @param date {@code yyyymmddThhmmssZ}, as it is signed
 * @param lifetime for how long it may be used, if it stands in the query
 * @param signedHeaders names in lower case, in their order
 * @param value 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere, but in constant time
record Signature(
        Credential credential, String date, Optional<Duration> lifetime, List<String> signedHeaders, byte[] value) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final String QUERY_SIGNATURE = "X-Amz-Signature";

    private static final int LIFETIME_SECONDS_MAX = 604_800;
    private static final int SIGNED_HEADERS_MAX = 64;
    private static final Pattern VALUE = Pattern.compile("[0-9a-f]{64}");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

    /**
     * Reads it from the header {@code Authorization} or from the query.
     *
     * @throws AccessRefused if there is none, or it is not complete
     */
    static Signature of(AwsRequest request) {
        List<String> headers = request.headers("authorization");
        List<QueryPart> query = QueryPart.of(request.query());
        boolean presigned = query.stream().anyMatch(part -> part.is("X-Amz-Algorithm"));
        if (headers.isEmpty() && !presigned) {
            throw new AccessRefused(Reason.MISSING, "the request is not signed");
        }
        if (headers.size() + (presigned ? 1 : 0) != 1) {
            throw new AccessRefused(Reason.INCOMPLETE, "the request is signed twice");
        }
        return presigned ? ofQuery(query) : ofHeader(headers.getFirst(), request);
    }

    private static Signature ofHeader(String header, AwsRequest request) {
        if (!header.startsWith(ALGORITHM + " ")) {
            throw new AccessRefused(Reason.INCOMPLETE, "Authorization is not by " + ALGORITHM);
        }
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : header.substring(ALGORITHM.length()).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0
                    || parts.put(
                                    part.substring(0, equals).strip(),
                                    part.substring(equals + 1).strip())
                            != null) {
                throw new AccessRefused(Reason.INCOMPLETE, "Authorization is not of the form NAME=VALUE, ...");
            }
        }
        List<String> dates = request.headers("x-amz-date");
        if (dates.size() != 1) {
            throw new AccessRefused(Reason.INCOMPLETE, "X-Amz-Date is missing, or there twice");
        }
        return made(parts, dates.getFirst(), Optional.empty());
    }

    private static Signature ofQuery(List<QueryPart> query) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (QueryPart part : query) {
            if (part.name().startsWith("X-Amz-") && parts.put(part.name(), part.value()) != null) {
                throw new AccessRefused(Reason.INCOMPLETE, part.name() + " is there twice");
            }
        }
        if (!ALGORITHM.equals(parts.get("X-Amz-Algorithm"))) {
            throw new AccessRefused(Reason.INCOMPLETE, "X-Amz-Algorithm is not " + ALGORITHM);
        }
        Map<String, String> named = Map.of(
                "Credential", required(parts, "X-Amz-Credential"),
                "SignedHeaders", required(parts, "X-Amz-SignedHeaders"),
                "Signature", required(parts, QUERY_SIGNATURE));
        return made(named, required(parts, "X-Amz-Date"), Optional.of(lifetime(required(parts, "X-Amz-Expires"))));
    }

    private static Duration lifetime(String text) {
        int seconds = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (seconds < 1 || seconds > LIFETIME_SECONDS_MAX) {
            throw new AccessRefused(
                    Reason.INCOMPLETE, "X-Amz-Expires is not from 1 to " + LIFETIME_SECONDS_MAX + " seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    private static Signature made(Map<String, String> parts, String date, Optional<Duration> lifetime) {
        Credential credential = Credential.parse(required(parts, "Credential"));
        String value = required(parts, "Signature");
        if (!VALUE.matcher(value).matches()) {
            throw new AccessRefused(Reason.INCOMPLETE, "Signature is not of 64 hexadecimal digits");
        }
        if (!date.startsWith(credential.date() + "T")) {
            throw new AccessRefused(Reason.INCOMPLETE, "X-Amz-Date is of another day than Credential");
        }
        return new Signature(
                credential,
                date,
                lifetime,
                signedHeaders(required(parts, "SignedHeaders")),
                HexFormat.of().parseHex(value));
    }

    private static List<String> signedHeaders(String text) {
        List<String> names = Arrays.asList(text.split(";", -1));
        boolean inOrder = names.equals(names.stream().distinct().sorted().toList());
        if (!inOrder || names.size() > SIGNED_HEADERS_MAX || !names.contains("host")) {
            throw new AccessRefused(
                    Reason.INCOMPLETE, "SignedHeaders are not names in their order, with host among them");
        }
        return List.copyOf(names);
    }

    private static String required(Map<String, String> parts, String name) {
        String value = parts.get(name);
        if (value == null) {
            throw new AccessRefused(Reason.INCOMPLETE, name + " is missing");
        }
        return value;
    }

    /** When it was made, as its maker's clock says. */
    Instant time() {
        try {
            return LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new AccessRefused(Reason.INCOMPLETE, "X-Amz-Date is not of the form YYYYMMDDThhmmssZ");
        }
    }
}
