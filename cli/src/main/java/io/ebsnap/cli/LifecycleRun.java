package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LifecycleOccurrence;
import io.ebsnap.api.LifecycleReport;
import io.ebsnap.api.LifecycleRequest.RunLifecyclePolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle run}. */
@Command(
        name = "run",
        header = "Do what policies say, now.",
        description = {
            "Takes the snapshots that are due, does what is to be done with earlier ones, and deletes those that are not to be kept.",
            "It may be run as often as you like, and beside the daemon's own scheduler: nothing is done twice."
        })
final class LifecycleRun extends DaemonCommand {

    /** What is so at each run is nothing to send mail of every minute. */
    private static final Set<String> STANDING = Set.of("idle", "kept");

    private static final Set<String> BAD = Set.of(LifecycleOccurrence.FAILED, LifecycleOccurrence.SKIPPED);

    @Parameters(paramLabel = "POLICY", arity = "0..*", description = "Ids or names. Without any, all.")
    List<String> policies = new ArrayList<>();

    LifecycleRun(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        LifecycleReport report = daemon.call(new RunLifecyclePolicies(policies));
        boolean quiet = session().options().quiet;
        List<LifecycleOccurrence> told = report.occurrences().stream()
                .filter(occurrence -> !quiet || !STANDING.contains(occurrence.kind()))
                .toList();
        if (session().isJson()) {
            renderer().json(report);
        } else if (!told.isEmpty()) {
            renderer().table(LifecycleViews.occurrences(told));
        } else if (!quiet) {
            renderer().note("nothing is due; next is " + Human.time(report.nextTime()));
        }
        boolean bad = report.occurrences().stream().anyMatch(occurrence -> BAD.contains(occurrence.kind()));
        return bad ? ExitCode.FAILED : ExitCode.OK;
    }
}
