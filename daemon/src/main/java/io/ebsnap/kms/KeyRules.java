package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.GivenKeyPolicy;
import io.ebsnap.format.KeyState;
import io.ebsnap.format.KeyTag;
import io.ebsnap.format.KeystoreContent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may become of a KMS key, as KMS has it. A change that is not allowed is a failure, one that changes nothing gives the same key. */
final class KeyRules {

    /** The shortest time between the order to delete a key and its deletion. */
    static final int WINDOW_DAYS_MIN = 7;

    /** The longest. */
    static final int WINDOW_DAYS_MAX = 30;

    private static final int DESCRIPTION_LENGTH_MAX = 8192;
    private static final int POLICY_NAME_LENGTH_MAX = 256;
    private static final int TAGS_MAX = 50;
    private static final int TAG_KEY_LENGTH_MAX = 128;
    private static final int TAG_VALUE_LENGTH_MAX = 256;

    private KeyRules() {}

    static KeystoreContent.Key enabled(KeystoreContent.Key key) {
        requireNotPending(key, "enabled");
        return key.keyState() == KeyState.ENABLED ? key : key.in(KeyState.ENABLED);
    }

    static KeystoreContent.Key disabled(KeystoreContent.Key key) {
        requireOrdinary(key, "disabled");
        requireNotPending(key, "disabled");
        return key.keyState() == KeyState.DISABLED ? key : key.in(KeyState.DISABLED);
    }

    static KeystoreContent.Key toBeDeleted(KeystoreContent.Key key, int days, Instant now) {
        requireOrdinary(key, "deleted");
        if (days < WINDOW_DAYS_MIN || days > WINDOW_DAYS_MAX) {
            throw new Failure.Invalid("a key is deleted " + WINDOW_DAYS_MIN + " to " + WINDOW_DAYS_MAX
                    + " days after that was ordered, not " + days);
        }
        requireNotPending(key, "scheduled for deletion again");
        return key.toBeDeleted(now.plus(days, ChronoUnit.DAYS));
    }

    static KeystoreContent.Key kept(KeystoreContent.Key key) {
        if (key.keyState() != KeyState.PENDING_DELETION) {
            throw new Failure.Conflict(
                    "KMS key " + key.keyId() + " is " + key.keyState().word() + ": its deletion is not pending");
        }
        return key.in(KeyState.DISABLED);
    }

    static KeystoreContent.Key described(KeystoreContent.Key key, String description) {
        requireDescription(description);
        requireNotPending(key, "described");
        return key.described(description);
    }

    static KeystoreContent.Key tagged(KeystoreContent.Key key, List<KeyTag> added) {
        requireNotPending(key, "tagged");
        List<KeyTag> tags = new ArrayList<>(key.tags());
        for (KeyTag tag : added) {
            tags.removeIf(old -> old.tagKey().equals(tag.tagKey()));
            tags.add(tag);
        }
        requireTags(added);
        requireTags(tags);
        return key.tagged(tags);
    }

    static KeystoreContent.Key untagged(KeystoreContent.Key key, List<String> tagKeys) {
        requireNotPending(key, "untagged");
        return key.tagged(key.tags().stream()
                .filter(tag -> !tagKeys.contains(tag.tagKey()))
                .toList());
    }

    static KeystoreContent.Key governed(KeystoreContent.Key key, @Nullable GivenKeyPolicy given) {
        requirePolicy(given);
        return key.governed(given);
    }

    /** The rules that a key must keep when it is made. */
    static void requireMakeable(NewKey key) {
        requireDescription(key.description());
        requireTags(key.tags());
        requirePolicy(key.givenPolicy());
    }

    static void requireNotPending(KeystoreContent.Key key, String what) {
        if (key.keyState() == KeyState.PENDING_DELETION) {
            throw new Failure.Conflict(
                    "KMS key " + key.keyId() + " is about to be deleted, at " + key.deletionDate() + ", and cannot be "
                            + what,
                    "keep it first: ebsnap key cancel-deletion " + key.keyId());
        }
    }

    private static void requireOrdinary(KeystoreContent.Key key, String what) {
        if (KeyAliases.isReserved(key.aliases())) {
            throw new Failure.Invalid("KMS key " + key.keyId() + " (" + String.join(", ", key.aliases())
                    + ") cannot be " + what + ": the store does not work without it");
        }
    }

    private static void requireDescription(String description) {
        if (description.length() > DESCRIPTION_LENGTH_MAX) {
            throw new Failure.Invalid("a key's description has at most " + DESCRIPTION_LENGTH_MAX + " characters");
        }
    }

    private static void requirePolicy(@Nullable GivenKeyPolicy given) {
        boolean isTooLong = given != null
                && Stream.of(given.version(), given.id(), given.sid())
                        .anyMatch(name -> name != null && name.length() > POLICY_NAME_LENGTH_MAX);
        if (isTooLong) {
            throw new Failure.Invalid(
                    "a policy's Version, Id and Sid have at most " + POLICY_NAME_LENGTH_MAX + " characters each");
        }
    }

    private static void requireTags(List<KeyTag> tags) {
        if (tags.size() > TAGS_MAX) {
            throw new Failure.Invalid(tags.size() + " tags are more than " + TAGS_MAX);
        }
        Set<String> keys = new HashSet<>();
        for (KeyTag tag : tags) {
            if (tag.tagKey().isEmpty()
                    || tag.tagKey().length() > TAG_KEY_LENGTH_MAX
                    || tag.tagValue().length() > TAG_VALUE_LENGTH_MAX) {
                throw new Failure.Invalid("a tag has a key of 1 to " + TAG_KEY_LENGTH_MAX
                        + " characters and a value of at most " + TAG_VALUE_LENGTH_MAX + ": '" + tag.tagKey() + "'");
            }
            if (tag.tagKey().startsWith("aws:")) {
                throw new Failure.Invalid("the tag '" + tag.tagKey() + "' begins with the reserved 'aws:'");
            }
            if (!keys.add(tag.tagKey())) {
                throw new Failure.Invalid("the tag '" + tag.tagKey() + "' is given twice");
            }
        }
    }
}
