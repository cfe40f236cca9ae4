package io.ebsnap.aws;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where the next page of a list begins, for whoever asks to send back. It is no secret, and only the action that gave it takes it.
 *
 * @param action whose list it is
 * @param last name of the last thing that was told
 */
public record PageToken(String action, String last) {

    /** As it is sent: letters, digits, {@code -} and {@code _}. */
    public String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((action + " " + last).getBytes(StandardCharsets.UTF_8));
    }

    /** A token that was sent back; empty if it is none that the action has given. */
    public static Optional<PageToken> decode(String action, String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            return text.startsWith(action + " ")
                    ? Optional.of(new PageToken(action, text.substring(action.length() + 1)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
