package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Hydration;
import io.ebsnap.api.Volume;
import java.util.function.Function;

/** Waits until a volume has come so far and prints what became of it. */
final class HydrationOutcome {

    private static final String HINT =
            "what is listed cannot be read from the store; write that range anew, or make a volume of another snapshot";

    private final Session session;
    private final HydrationGoal goal;

    HydrationOutcome(Session session, HydrationGoal goal) {
        this.session = session;
        this.goal = goal;
    }

    /**
     * Waits, and prints the volume.
     *
     * @param view how people see it
     * @return the exit code
     * @throws Refusal if it is no volume that is hydrated
     */
    int await(ApiClient daemon, String volume, Function<Volume, Table> view) {
        Volume settled = session.watch(daemon).hydration(volume, goal);
        if (session.isJson()) {
            session.renderer().json(settled);
        } else {
            session.renderer().table(view.apply(settled));
        }
        Hydration hydration = Watch.hydrationOf(settled);
        if (goal.isReached(hydration)) {
            return ExitCode.OK;
        }
        String reason = hydration.message() == null ? "" : ": " + hydration.message();
        session.renderer().error(settled.volumeId() + " lacks what is damaged in the store" + reason, HINT);
        return ExitCode.DAMAGED;
    }
}
