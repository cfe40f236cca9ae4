package io.ebsnap.cli;

import io.ebsnap.api.BootSet;
import io.ebsnap.api.Hydration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a managed volume can be waited for. */
enum HydrationGoal {
    /** What is wanted first is there. */
    BOOT_SET {
        @Override
        boolean isReached(Hydration hydration) {
            return hydration.isBootSetCompleted();
        }

        @Override
        Progress.Moment moment(Hydration hydration) {
            BootSet set = hydration.bootSet();
            String detail = set == null
                    ? "what is wanted first is not known yet"
                    : "boot set " + Human.size(set.bytesPresent()) + " of " + Human.size(set.bytesTotal());
            return new Progress.Moment(
                    hydration.phase(),
                    set == null ? 0 : set.bytesPresent(),
                    set == null ? 1 : Math.max(1, set.bytesTotal()),
                    withMessage(detail, hydration),
                    null);
        }
    },

    /** The target alone holds the whole content. */
    HYDRATED {
        @Override
        boolean isReached(Hydration hydration) {
            return hydration.isCompleted();
        }

        @Override
        Progress.Moment moment(Hydration hydration) {
            String detail = Human.size(hydration.bytesPresent()) + " of " + Human.size(hydration.bytesTotal()) + ", "
                    + Human.rate(hydration.rateBytesPerSecond()) + bootSet(hydration.bootSet());
            return new Progress.Moment(
                    hydration.phase(),
                    hydration.bytesPresent(),
                    Math.max(1, hydration.bytesTotal()), // Something is told from the first moment on.
                    withMessage(detail, hydration),
                    hydration.etaSeconds());
        }
    };

    /** Whether a volume has come so far. */
    abstract boolean isReached(Hydration hydration);

    /** How far it is on its way there. */
    abstract Progress.Moment moment(Hydration hydration);

    /** Whether it has come so far, or will not come farther. */
    boolean isSettled(Hydration hydration) {
        return isReached(hydration) || hydration.isImpaired();
    }

    private static String bootSet(@Nullable BootSet set) {
        if (set == null) {
            return "";
        }
        return set.isCompleted()
                ? ", boot set there"
                : ", boot set " + Human.size(set.bytesPresent()) + " of " + Human.size(set.bytesTotal());
    }

    private static String withMessage(String detail, Hydration hydration) {
        return hydration.message() == null ? detail : detail + ", " + hydration.message();
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
