package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyRequest.CreateKey;
import io.ebsnap.api.KeyTag;
import io.ebsnap.api.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ebsnap key create}. */
@Command(
        name = "create",
        header = "Make a key.",
        description = {
            "Snapshots that are sealed under it (snapshot create --kms-key) share nothing with those under other keys.",
            "Export a new recovery file afterwards: the old one does not have it."
        })
final class KeyCreate extends DaemonCommand {

    @Option(names = "--description", paramLabel = "T", description = "Words to remember it by.")
    @Nullable
    String description;

    @Option(names = "--alias", paramLabel = "ALIAS", description = "An alias for it, alias/NAME.")
    @Nullable
    String alias;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description = {
                "Where its material is made and stays: AWS_KMS, the keystore, or AWS_CLOUDHSM, the PKCS#11 token.",
                "Default: what backend in section [keystore] of ebsnapd.conf says."
            })
    @Nullable
    String origin;

    @Option(
            names = "--tag",
            paramLabel = "K=V",
            converter = Options.TagConverter.class,
            description = "A tag, key=value. May be given several times.")
    List<Tag> tags = new ArrayList<>();

    KeyCreate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<KeyTag> keyTags =
                tags.stream().map(tag -> new KeyTag(tag.key(), tag.value())).toList();
        KeyDescription answer = daemon.call(new CreateKey(description, keyTags, alias, origin, null));
        show(answer, KeyViews.one(answer.keyMetadata()));
        return ExitCode.OK;
    }
}
