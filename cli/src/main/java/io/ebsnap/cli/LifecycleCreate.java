package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LifecyclePolicyList;
import io.ebsnap.api.LifecycleRequest.CreateLifecyclePolicy;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle create}. */
@Command(
        name = "create",
        header = "Make a policy.",
        description =
                "It is kept in the store, as ebsnap-policy(5) says; the administrator may as well put the file into policies.d.")
final class LifecycleCreate extends DaemonCommand {

    @Parameters(paramLabel = "FILE", description = "The policy.")
    Path file = Path.of("");

    @Option(names = "--disabled", description = "Do not carry it out yet.")
    boolean disabled;

    LifecycleCreate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        LifecyclePolicyList made =
                daemon.call(new CreateLifecyclePolicy(PolicyFile.read(file), disabled ? "DISABLED" : null));
        show(made, LifecycleViews.list(made.policies()));
        return ExitCode.OK;
    }
}
