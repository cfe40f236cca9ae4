package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LifecyclePolicyList;
import io.ebsnap.api.LifecycleRequest.UpdateLifecyclePolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle enable}. */
@Command(
        name = "enable",
        header = "Carry a policy out from now on.",
        description = "What was due meanwhile is not made up for.")
final class LifecycleEnable extends DaemonCommand {

    @Parameters(paramLabel = "POLICY", description = "Id of the policy.")
    String policy = "";

    LifecycleEnable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        LifecyclePolicyList changed = daemon.call(new UpdateLifecyclePolicy(policy, null, "ENABLED", null));
        show(changed, LifecycleViews.list(changed.policies()));
        return ExitCode.OK;
    }
}
