package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyChange;
import io.ebsnap.api.KeyRequest.DescribeKeyUse;
import io.ebsnap.api.KeyRequest.DisableKey;
import io.ebsnap.api.KeyUse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key disable}. */
@Command(
        name = "disable",
        header = "Let a key not be used any more.",
        description = {
            "Snapshots under it cannot be taken, restored, compared or made volumes of until it is enabled again.",
            "What uses it already goes on until the daemon is restarted."
        })
final class KeyDisable extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    @Mixin
    Confirmation confirmation = new Confirmation();

    KeyDisable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyUse use = daemon.call(new DescribeKeyUse(key));
        if (!confirmation.yes) {
            renderer().note("without the key these cannot be used:");
            KeyViews.use(use).lines().forEach(renderer()::note);
        }
        confirmation.require(session(), "Disable the key?");
        KeyChange answer = daemon.call(new DisableKey(key));
        show(answer, KeyViews.change(answer));
        return ExitCode.OK;
    }
}
