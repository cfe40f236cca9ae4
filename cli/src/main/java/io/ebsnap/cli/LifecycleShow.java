package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.LifecycleRequest.GetLifecyclePolicies;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle show}. */
@Command(name = "show", header = "Show a policy.")
final class LifecycleShow extends DaemonCommand {

    @Parameters(paramLabel = "POLICY", description = "Id or name of the policy.")
    String policy = "";

    @Option(
            names = "--document",
            description = "Print the policy as it was written, to be changed and given to update.")
    boolean document;

    LifecycleShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        LifecyclePolicy found = daemon.call(new GetLifecyclePolicies(List.of(policy), null))
                .policies()
                .getFirst();
        if (document) {
            renderer().text(found.policyDocument());
        } else {
            show(found, LifecycleViews.policy(found));
        }
        return ExitCode.OK;
    }
}
