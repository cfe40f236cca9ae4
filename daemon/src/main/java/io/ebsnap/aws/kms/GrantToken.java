package io.ebsnap.aws.kms;

import io.ebsnap.api.KeyGrant;
import io.ebsnap.aws.AwsFault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A grant by a name of its own. It is no secret, and lets nobody do anything.
 *
 * @param keyId ARN of the key
 * @param grantId of the grant
 */
record GrantToken(String keyId, String grantId) {

    static GrantToken of(KeyGrant grant) {
        return new GrantToken(grant.keyId(), grant.grantId());
    }

    String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((keyId + " " + grantId).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws AwsFault if it is none */
    static GrantToken decode(String token) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length == 2) {
                return new GrantToken(parts[0], parts[1]);
            }
        } catch (IllegalArgumentException e) {
            // It is none of ours.
        }
        throw AwsFault.of("InvalidGrantTokenException", "this is no token of a grant");
    }
}
