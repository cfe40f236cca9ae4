package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LifecyclePolicyList;
import io.ebsnap.api.LifecycleRequest.UpdateLifecyclePolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle disable}. */
@Command(
        name = "disable",
        header = "Carry a policy out no more.",
        description =
                "No snapshots are taken, and nothing of it expires: the disk fills no further by it, and is not emptied either.")
final class LifecycleDisable extends DaemonCommand {

    @Parameters(paramLabel = "POLICY", description = "Id of the policy.")
    String policy = "";

    LifecycleDisable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        LifecyclePolicyList changed = daemon.call(new UpdateLifecyclePolicy(policy, null, "DISABLED", null));
        show(changed, LifecycleViews.list(changed.policies()));
        return ExitCode.OK;
    }
}
