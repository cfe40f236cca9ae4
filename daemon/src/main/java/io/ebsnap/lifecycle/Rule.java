package io.ebsnap.lifecycle;

import io.ebsnap.catalog.LockMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a schedule does with its snapshots once they are completed. */
sealed interface Rule {

    /** What tells it from the other rules of its schedule, in marks of what was done. */
    String id();

    /** What kind of work it orders. */
    FollowUp.Kind kind();

    /**
     * Copies them under another key.
     *
     * @param name its own, which stays
     * @param key KMS key id or alias
     * @param copyTags whether copies get the tags
     * @param retention which copies are kept; null for those whose age or number the schedule keeps of its own
     */
    record CopyRule(
            String name,
            String key,
            boolean copyTags,
            @Nullable Retention retention) implements Rule {
        @Override
        public String id() {
            return "copy." + name;
        }

        @Override
        public FollowUp.Kind kind() {
            return FollowUp.Kind.COPY;
        }
    }

    /**
     * Copies them to another daemon, which keeps them as its own policies say.
     *
     * @param name its own, which stays
     * @param remote its name
     * @param key KMS key id or alias there; null for the default key there
     * @param copyTags whether copies get the tags
     */
    record PushRule(String name, String remote, @Nullable String key, boolean copyTags) implements Rule {
        @Override
        public String id() {
            return "push." + name;
        }

        @Override
        public FollowUp.Kind kind() {
            return FollowUp.Kind.PUSH;
        }
    }

    /**
     * Shares them.
     *
     * @param accounts of 12 digits
     * @param grant whether accounts that have no grant to decrypt under the key get one
     * @param unshareAfter how long; null for good
     */
    record ShareRule(
            List<String> accounts, boolean grant, @Nullable Age unshareAfter) implements Rule {
        @Override
        public String id() {
            return "share";
        }

        @Override
        public FollowUp.Kind kind() {
            return FollowUp.Kind.SHARE;
        }
    }

    /**
     * Makes volumes of them complete at once.
     *
     * @param zones in which; empty for the only or first one
     * @param keep for the newest, or those that are not older
     */
    record FastRestoreRule(List<String> zones, Retention keep) implements Rule {
        @Override
        public String id() {
            return "fast-restore";
        }

        @Override
        public FollowUp.Kind kind() {
            return FollowUp.Kind.ENABLE_FAST_RESTORE;
        }
    }

    /**
     * Locks them.
     *
     * @param mode how firmly
     * @param duration until which age
     * @param coolOffHours 1 to 72: how long a compliance lock may still be taken off; null for not at all
     */
    record LockRule(LockMode mode, Age duration, @Nullable Integer coolOffHours) implements Rule {
        @Override
        public String id() {
            return "lock";
        }

        @Override
        public FollowUp.Kind kind() {
            return FollowUp.Kind.LOCK;
        }
    }

    /**
     * Archives them.
     *
     * @param after at which age
     */
    record ArchiveRule(Age after) implements Rule {
        @Override
        public String id() {
            return "archive";
        }

        @Override
        public FollowUp.Kind kind() {
            return FollowUp.Kind.ARCHIVE;
        }
    }

    /**
     * Deprecates the images that are made of them.
     *
     * @param after at which age
     */
    record DeprecateRule(Age after) implements Rule {
        @Override
        public String id() {
            return "deprecate";
        }

        @Override
        public FollowUp.Kind kind() {
            return FollowUp.Kind.DEPRECATE;
        }
    }
}
