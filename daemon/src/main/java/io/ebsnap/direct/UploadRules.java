package io.ebsnap.direct;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an upload may be, as in EBS. */
final class UploadRules {

    /** 64 TiB. */
    private static final long GIBIBYTES_MAX = 65_536;

    private static final int DESCRIPTION_CHARS_MAX = 255;
    private static final int TIMEOUT_MINUTES_MIN = 10;
    private static final int TIMEOUT_MINUTES_MAX = 4_320;
    private static final Pattern CLIENT_TOKEN = Pattern.compile("\\S{1,255}");

    private UploadRules() {}

    /** Passes an order that is right in itself. */
    static void check(UploadOrder order) {
        if (order.volumeGibibytes() < 1 || order.volumeGibibytes() > GIBIBYTES_MAX) {
            throw new Failure.Invalid(
                    Reason.INVALID_VOLUME_SIZE,
                    "VolumeSize is in 1.." + GIBIBYTES_MAX + " GiB, not " + order.volumeGibibytes());
        }
        int timeout = timeoutMinutes(order);
        if (timeout < TIMEOUT_MINUTES_MIN || timeout > TIMEOUT_MINUTES_MAX) {
            throw wrong(
                    "Timeout is in " + TIMEOUT_MINUTES_MIN + ".." + TIMEOUT_MINUTES_MAX + " minutes, not " + timeout);
        }
        String description = order.description();
        if (description != null && description.length() > DESCRIPTION_CHARS_MAX) {
            throw wrong("a description has at most " + DESCRIPTION_CHARS_MAX + " characters");
        }
        String token = order.clientToken();
        if (token != null && !CLIENT_TOKEN.matcher(token).matches()) {
            throw wrong("a ClientToken has 1 to 255 characters without spaces");
        }
        checkTags(order);
        checkSealing(order);
    }

    static int timeoutMinutes(UploadOrder order) {
        Integer said = order.timeoutMinutes();
        return said == null ? UploadOrder.TIMEOUT_MINUTES : said;
    }

    /** Passes a snapshot that a child of a size can begin with. */
    static void checkParent(SnapshotRecord parent, UploadOrder order, DirectSettings settings) {
        if (parent.state() != SnapshotState.COMPLETED || !parent.needsStandardTier()) {
            throw new Failure.Conflict(
                    Reason.INVALID_SNAPSHOT_ID, parent.snapshotId() + " is not completed, or is archived");
        }
        if (parent.origin().sizeBytes() > order.volumeGibibytes() << 30) {
            throw new Failure.Invalid(
                    Reason.INVALID_VOLUME_SIZE,
                    "a child is not smaller than its parent, which has "
                            + parent.origin().sizeBytes() + " bytes");
        }
        if (settings.encryptionByDefault().getAsBoolean()
                && settings.unencrypted().test(parent.kmsKeyId())) {
            throw wrong(parent.snapshotId() + " is not encrypted, and everything is by default");
        }
    }

    private static void checkTags(UploadOrder order) {
        try {
            TagRules.check(order.tags());
        } catch (Failure.Invalid e) {
            throw new Failure.Invalid(Reason.INVALID_TAG, String.valueOf(e.getMessage()));
        }
    }

    /** A child is sealed under its parent's key; a key is named only by those that ask for encryption. */
    private static void checkSealing(UploadOrder order) {
        @Nullable Boolean encrypted = order.sealing().encrypted();
        boolean named = order.sealing().key() != null;
        if (order.parent() != null && (encrypted != null || named)) {
            throw wrong("Encrypted and KmsKeyArn are not said of a snapshot with a parent, whose key it has");
        }
        if (named && !Boolean.TRUE.equals(encrypted)) {
            throw wrong("KmsKeyArn is said of encrypted snapshots alone");
        }
    }

    private static Failure wrong(String message) {
        return new Failure.Invalid(Reason.INVALID_PARAMETER_VALUE, message);
    }
}
