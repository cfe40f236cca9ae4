package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LifecyclePolicyList;
import io.ebsnap.api.LifecycleRequest.UpdateLifecyclePolicy;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle update}. */
@Command(
        name = "update",
        header = "Change a policy.",
        description = {
            "Schedules are known by their ids: one that is renamed keeps its snapshots,",
            "and those of one that is gone stay until somebody deletes or adopts them."
        })
final class LifecycleUpdate extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "POLICY", description = "Id of the policy.")
    String policy = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "What it says from now on.")
    Path file = Path.of("");

    LifecycleUpdate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        LifecyclePolicyList changed = daemon.call(new UpdateLifecyclePolicy(policy, PolicyFile.read(file), null, null));
        show(changed, LifecycleViews.list(changed.policies()));
        return ExitCode.OK;
    }
}
