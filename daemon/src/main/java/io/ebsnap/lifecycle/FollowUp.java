package io.ebsnap.lifecycle;

import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that is to be done with a snapshot that a policy has taken. */
public sealed interface FollowUp {

    /** Kinds of such work: what has no executor is refused in policies. */
    enum Kind {
        COPY,
        PUSH,
        SHARE,
        ENABLE_FAST_RESTORE,
        LOCK,
        ARCHIVE,
        DEPRECATE;

        /** The table of it in a policy. */
        String word() {
            return this == ENABLE_FAST_RESTORE
                    ? "fast-restore"
                    : name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What a person reads. */
    String words();

    /**
     * Copies it under another key.
     *
     * @param key KMS key id or alias
     * @param copyTags whether the copy gets its tags, but for the marks
     * @param marks of the copy
     */
    record Copy(String key, boolean copyTags, List<Tag> marks) implements FollowUp {

        public Copy {
            marks = List.copyOf(marks);
        }

        @Override
        public String words() {
            return "copy under " + key;
        }
    }

    /**
     * Copies it to another daemon.
     *
     * @param remote its name
     * @param key KMS key id or alias there; null for the default key there
     * @param copyTags whether the copy gets its tags, but for the marks
     * @param description of the copy, by which it is found again
     */
    record Push(String remote, @Nullable String key, boolean copyTags, String description) implements FollowUp {
        @Override
        public String words() {
            return "push to " + remote;
        }
    }

    /**
     * Shares it.
     *
     * @param accounts of 12 digits
     * @param grant whether accounts that have no grant to decrypt get one
     */
    record Share(Set<String> accounts, boolean grant) implements FollowUp {

        public Share {
            accounts = Set.copyOf(accounts);
        }

        @Override
        public String words() {
            return "share with " + String.join(", ", accounts.stream().sorted().toList());
        }
    }

    /**
     * Shares it no more.
     *
     * @param accounts of 12 digits
     */
    record Unshare(Set<String> accounts) implements FollowUp {

        public Unshare {
            accounts = Set.copyOf(accounts);
        }

        @Override
        public String words() {
            return "unshare with "
                    + String.join(", ", accounts.stream().sorted().toList());
        }
    }

    /**
     * Enables fast restore of it.
     *
     * @param zones in which; empty for the only or first one
     */
    record EnableFastRestore(List<String> zones) implements FollowUp {

        public EnableFastRestore {
            zones = List.copyOf(zones);
        }

        @Override
        public String words() {
            return "enable fast restore" + in(zones);
        }
    }

    /**
     * Disables fast restore of it.
     *
     * @param zones in which; empty for the only or first one
     */
    record DisableFastRestore(List<String> zones) implements FollowUp {

        public DisableFastRestore {
            zones = List.copyOf(zones);
        }

        @Override
        public String words() {
            return "disable fast restore" + in(zones);
        }
    }

    /**
     * Locks it.
     *
     * @param mode how firmly
     * @param until the end of the lock
     * @param coolOffHours 1 to 72: how long a compliance lock may still be taken off; null for not at all
     */
    record Lock(LockMode mode, Instant until, @Nullable Integer coolOffHours) implements FollowUp {
        @Override
        public String words() {
            return "lock in " + mode.word() + " mode until " + until;
        }

        /** What it does to the snapshot. */
        Protection protection() {
            return new Protection("it is locked until " + until + " (" + mode.word() + ")", until);
        }
    }

    /** Archives it. */
    record Archive() implements FollowUp {
        @Override
        public String words() {
            return "archive";
        }
    }

    /**
     * Deprecates an image, or the images that are made of a snapshot.
     *
     * @param itself whether it is an image
     */
    record Deprecate(boolean itself) implements FollowUp {
        @Override
        public String words() {
            return itself ? "deprecate" : "deprecate the images of it";
        }
    }

    private static String in(List<String> zones) {
        return zones.isEmpty() ? "" : " in " + String.join(", ", zones);
    }
}
