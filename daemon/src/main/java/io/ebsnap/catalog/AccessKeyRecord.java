package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key with which AWS's own tools sign what they ask for.
 *
 * @param accessKeyId {@code AKIA} and 16 letters and digits; in lower case, as names of objects are, the id of the record
 * @param userName log-in name of the user of this machine who has made it, and as whom it acts
 * @param administrator whether it acts as the administrator, as long as that user is one
 * @param createDate when it was made
 * @param sealedSecret base64 of the secret, sealed for this id
 * @param ownerId 12-digit account that it acts for; null for the daemon's own
 */
public record AccessKeyRecord(
        String accessKeyId,
        String userName,
        boolean administrator,
        Instant createDate,
        String sealedSecret,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String ownerId)
        implements OwnedRecord {

    @Override
    public String catalogId() {
        return idOf(accessKeyId);
    }

    /** The id of the record of a key. */
    public static String idOf(String accessKeyId) {
        return accessKeyId.toLowerCase(Locale.ROOT);
    }
}
