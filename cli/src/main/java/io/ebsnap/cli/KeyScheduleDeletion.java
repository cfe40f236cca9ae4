package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyChange;
import io.ebsnap.api.KeyRequest.DescribeKeyUse;
import io.ebsnap.api.KeyRequest.ScheduleKeyDeletion;
import io.ebsnap.api.KeyUse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key schedule-deletion}. */
@Command(
        name = "schedule-deletion",
        header = "Order the deletion of a key.",
        description = {
            "It may not be used any more at once, and is deleted after a waiting time; until then ebsnap key cancel-deletion keeps it.",
            "What is sealed under it can never be read again afterwards."
        })
final class KeyScheduleDeletion extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "Days until then, 7 to 30. Default: 30.")
    int days;

    @Mixin
    Confirmation confirmation = new Confirmation();

    KeyScheduleDeletion(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyUse use = daemon.call(new DescribeKeyUse(key));
        if (!confirmation.yes) {
            renderer().note("with the key these are lost for good:");
            KeyViews.use(use).lines().forEach(renderer()::note);
        }
        confirmation.require(session(), "Delete the key?");
        KeyChange answer = daemon.call(new ScheduleKeyDeletion(key, days));
        show(answer, KeyViews.change(answer));
        return ExitCode.OK;
    }
}
