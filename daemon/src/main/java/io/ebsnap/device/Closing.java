package io.ebsnap.device;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.ebsnap.failure.Failure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Closes several things though one of them may fail. */
final class Closing {

    /** One step. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    private Closing() {}

    /**
     * Takes every step, then tells of the first failure, the others suppressed in it.
     *
     * @param name of what is closed, for the message
     */
    static void all(String name, Step... steps) {
        Failure first = null;
        for (Step step : steps) {
            Failure failed = take(name, step);
            if (failed == null) {
                continue;
            }
            if (first == null) {
                first = failed;
            } else {
                first.addSuppressed(failed);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Takes steps because of an earlier failure, which it gives back with theirs suppressed in it. */
    @CanIgnoreReturnValue
    static <T extends Throwable> T after(T failure, Step... steps) {
        for (Step step : steps) {
            Failure failed = take("what was open", step);
            if (failed != null) {
                failure.addSuppressed(failed);
            }
        }
        return failure;
    }

    private static @Nullable Failure take(String name, Step step) {
        try {
            step.run();
            return null;
        } catch (Failure failed) {
            return failed;
        } catch (IOException failed) {
            return new Failure.Unavailable("cannot close " + name + ": " + failed.getMessage(), failed);
        }
    }
}
