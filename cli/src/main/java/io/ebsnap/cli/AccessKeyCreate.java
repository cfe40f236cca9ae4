package io.ebsnap.cli;

import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.api.ApiClient;
import io.ebsnap.api.NewAccessKey;
import picocli.CommandLine.Command;

/** {@code ebsnap access-key create}. */
@Command(
        name = "create",
        header = "Make an access key.",
        description = {
            "AWS's own tools sign with it what they ask ebsnapd for; that is done as if you had asked for it yourself.",
            "The secret is shown this once: whoever loses it makes another key."
        })
final class AccessKeyCreate extends DaemonCommand {

    AccessKeyCreate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        NewAccessKey made = daemon.call(new CreateAccessKey());
        show(made, AccessKeyViews.made(made.accessKey()));
        return ExitCode.OK;
    }
}
