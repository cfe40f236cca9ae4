package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key with which AWS's own tools sign what they ask for, with IAM's fields first.
 *
 * @param userName log-in name of the user as whom it acts; absent if it acts as the administrator
 * @param accessKeyId {@code AKIA} and 16 letters and digits
 * @param status {@code Active}
 * @param secretAccessKey 40 characters; only of a key that was just made
 * @param createDate when it was made
 * @param accountId 12-digit account that it acts for
 */
public record AccessKey(
        @Nullable String userName,
        String accessKeyId,
        String status,
        @Nullable Secret secretAccessKey,
        Instant createDate,
        String accountId) {

    /** The status of a key that can be used. */
    public static final String ACTIVE = "Active";
}
