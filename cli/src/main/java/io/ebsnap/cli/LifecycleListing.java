package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LifecyclePolicyList;
import io.ebsnap.api.LifecycleRequest.GetLifecyclePolicies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle list}. */
@Command(
        name = "list",
        header = "List policies, and when they are due.",
        description =
                "What is disabled or cannot be read says what that means: nothing is taken, and nothing of it expires.")
final class LifecycleListing extends DaemonCommand {

    @Parameters(paramLabel = "POLICY", arity = "0..*", description = "Ids or names. Without any, all.")
    List<String> policies = new ArrayList<>();

    @Option(names = "--state", paramLabel = "STATE", description = "Only those that are ENABLED, DISABLED or in ERROR.")
    @Nullable
    String state;

    LifecycleListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        LifecyclePolicyList found = daemon.call(new GetLifecyclePolicies(policies, state));
        show(found, LifecycleViews.list(found.policies()));
        return ExitCode.OK;
    }
}
