package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LifecycleForecast;
import io.ebsnap.api.LifecycleRequest.DescribeLifecycleForecast;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle preview}. */
@Command(
        name = "preview",
        header = "Show what policies will do, with the snapshots that there are.",
        description = "Nothing is done. What would be done now comes first.")
final class LifecyclePreview extends DaemonCommand {

    @Parameters(paramLabel = "POLICY", arity = "0..*", description = "Ids or names. Without any, all.")
    List<String> policies = new ArrayList<>();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = Moment.class,
            description = "YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ. Without it, 31 days.")
    @Nullable
    Instant until;

    @Option(names = "--limit", paramLabel = "N", description = "List at most so many.")
    @Nullable
    Integer limit;

    LifecyclePreview(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        LifecycleForecast forecast = daemon.call(new DescribeLifecycleForecast(policies, null, until, false, limit));
        show(forecast, LifecycleViews.occurrences(forecast.occurrences()));
        if (!session().isJson()) {
            renderer().note(LifecycleViews.sum(forecast));
        }
        return ExitCode.OK;
    }
}
