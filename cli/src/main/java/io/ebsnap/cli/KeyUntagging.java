package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyRequest.UntagKey;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key untag}. */
@Command(name = "untag", header = "Take tags from a key.")
final class KeyUntagging extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    @Parameters(index = "1..*", paramLabel = "K", arity = "1..*", description = "Key of a tag.")
    List<String> tagKeys = new ArrayList<>();

    KeyUntagging(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyDescription answer = daemon.call(new UntagKey(key, tagKeys));
        show(answer, KeyViews.one(answer.keyMetadata()));
        return ExitCode.OK;
    }
}
