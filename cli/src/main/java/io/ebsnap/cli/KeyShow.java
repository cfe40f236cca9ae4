package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyRequest.DescribeKey;
import io.ebsnap.api.KeyRequest.DescribeKeyUse;
import io.ebsnap.api.KeyUse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key show}. */
@Command(
        name = "show",
        header = "Show one key.",
        description = {"With --use also what cannot be read without it."})
final class KeyShow extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    @Option(names = "--use", description = "Show the snapshots, volumes and images that cannot be read without it.")
    boolean use;

    KeyShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (use) {
            KeyUse answer = daemon.call(new DescribeKeyUse(key));
            show(answer, KeyViews.use(answer));
            return ExitCode.OK;
        }
        KeyDescription answer = daemon.call(new DescribeKey(key));
        show(answer, KeyViews.one(answer.keyMetadata()));
        return ExitCode.OK;
    }
}
