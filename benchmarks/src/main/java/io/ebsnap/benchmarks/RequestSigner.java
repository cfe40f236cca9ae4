package io.ebsnap.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests by Signature Version 4, as a client of a service does. Safe for use by several threads. */
final class RequestSigner {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DAY_CHARS = 8;

    private final String id;
    private final String secret;
    private final String host;
    private final String service;

    RequestSigner(String id, String secret, String host, String service) {
        this.id = id;
        this.secret = secret;
        this.host = host;
        this.service = service;
    }

    /**
     * The head of a signed request.
     *
     * @param path without anything that is to be encoded
     * @param query encoded and sorted
     * @param more headers, in lower case
     * @param payload what stands for the body: its hash, or that it is not signed
     */
    String head(String method, String path, String query, Map<String, String> more, String payload, int length) {
        String time = TIME.format(Instant.now());
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("host", host);
        headers.put("x-amz-date", time);
        headers.put("x-amz-content-sha256", payload);
        String names = String.join(";", headers.keySet());
        String canonical = String.join(
                "\n",
                method,
                path,
                query,
                headers.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining()),
                names,
                payload);
        String day = time.substring(0, DAY_CHARS);
        String scope = day + "/local/" + service + "/aws4_request";
        String text = String.join("\n", ALGORITHM, time, scope, hash(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = mac(
                mac(mac(mac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), day), "local"), service),
                "aws4_request");
        StringBuilder head =
                new StringBuilder(method + " " + path + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append(
                        "Authorization: " + ALGORITHM + " Credential=" + id + "/" + scope + ", SignedHeaders=" + names)
                .append(", Signature=" + HexFormat.of().formatHex(mac(key, text)))
                .append("\r\nContent-Length: " + length + "\r\n\r\n")
                .toString();
    }

    static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes, 0, bytes.length));
    }

    static byte[] sha256(byte[] bytes, int offset, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, offset, length);
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
