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

/** {@code ebsnap lifecycle simulate}. */
@Command(
        name = "simulate",
        header = "Show what policies would do if they began without any snapshots.",
        description = "A year takes seconds.")
final class LifecycleSimulate extends DaemonCommand {

    @Parameters(paramLabel = "POLICY", arity = "0..*", description = "Ids or names. Without any, all.")
    List<String> policies = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = Moment.class,
            description = "YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ. Without it, now.")
    @Nullable
    Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = Moment.class,
            description = "The same. Without it, a year later; at most ten years.")
    @Nullable
    Instant to;

    @Option(names = "--limit", paramLabel = "N", description = "List at most so many.")
    @Nullable
    Integer limit;

    LifecycleSimulate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        LifecycleForecast forecast = daemon.call(new DescribeLifecycleForecast(policies, from, to, true, limit));
        show(forecast, LifecycleViews.occurrences(forecast.occurrences()));
        if (!session().isJson()) {
            renderer().note(LifecycleViews.sum(forecast));
        }
        return ExitCode.OK;
    }
}
