package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.DirectTarget;
import io.ebsnap.volume.DirectUse;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way past a plane, with a target that nobody opens. */
final class FakeDirectUse implements DirectUse {

    private @Nullable String obstacle;
    private @Nullable Returning user;

    void obstacle(@Nullable String reason) {
        obstacle = reason;
    }

    /** Whether the kernel may be at the target. */
    boolean isBegun() {
        return user != null;
    }

    /** Somebody needs all requests. */
    void need() {
        Returning gone = user;
        if (gone != null) {
            gone.comeBack();
        }
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    @Override
    public DirectTarget begin(Returning next) {
        if (obstacle != null) {
            throw new Failure.Conflict(obstacle);
        }
        user = Objects.requireNonNull(next);
        return new DirectTarget(Path.of("/zone/data"), false, false);
    }

    @Override
    public void goOn(Returning next) {
        user = Objects.requireNonNull(next);
    }

    @Override
    public void ended() {
        user = null;
    }
}
