package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key with which AWS's own tools sign what they ask for, with IAM's fields first.
 *
 * @param userName log-in name of the user who has made it, and as whom it acts
 * @param accessKeyId {@code AKIA} and 16 letters and digits
 * @param status {@code Active}
 * @param secretAccessKey 40 characters; only of a key that was just made
 * @param createDate when it was made
 * @param accountId 12-digit account that it acts for
 * @param administrator whether it acts as the administrator, as long as its user is one
 */
public record AccessKey(
        String userName,
        String accessKeyId,
        String status,
        @Nullable Secret secretAccessKey,
        Instant createDate,
        String accountId,
        boolean administrator) {

    /** The status of a key that can be used. */
    public static final String ACTIVE = "Active";
}
