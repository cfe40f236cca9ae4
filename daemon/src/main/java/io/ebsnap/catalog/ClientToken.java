package io.ebsnap.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * By what a second try of the request is known that has made a thing. It stands in the thing's record, so that the one is never without the other.
 *
 * @param digest 32 hexadecimal digits of the SHA-256 of the action and its client token
 * @param requestDigest 32 hexadecimal digits of the SHA-256 of the whole request: by it a second try is told from another request under the same token
 */
public record ClientToken(String digest, String requestDigest) {

    /** For so long after the thing was ordered the token stands for it. */
    public static final Duration KEPT = Duration.ofDays(1);

    private static final int DIGITS = 32;

    /**
     * That of a request.
     *
     * @param action its name
     * @param token as the client gave it
     * @param request all of it, in bytes that are the same for the same request in every release
     */
    public static ClientToken of(String action, String token, byte[] request) {
        return new ClientToken(digest((action + '\0' + token).getBytes(StandardCharsets.UTF_8)), digest(request));
    }

    /** Whether it stands still for what was ordered then. */
    public static boolean isKept(Instant ordered, Instant now) {
        return ordered.isAfter(now.minus(KEPT));
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
