package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyRequest.TagKey;
import io.ebsnap.api.KeyTag;
import io.ebsnap.api.Tag;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key tag}. */
@Command(name = "tag", header = "Add tags to a key.", description = "A tag takes the place of one with the same key.")
final class KeyTagging extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    @Parameters(
            index = "1..*",
            paramLabel = "K=V",
            arity = "1..*",
            converter = Options.TagConverter.class,
            description = "A tag, key=value.")
    List<Tag> tags = new ArrayList<>();

    KeyTagging(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<KeyTag> keyTags =
                tags.stream().map(tag -> new KeyTag(tag.key(), tag.value())).toList();
        KeyDescription answer = daemon.call(new TagKey(key, keyTags));
        show(answer, KeyViews.one(answer.keyMetadata()));
        return ExitCode.OK;
    }
}
