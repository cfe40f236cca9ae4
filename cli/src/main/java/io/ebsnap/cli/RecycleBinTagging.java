package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RecycleBinRequest.TagInRecycleBin;
import io.ebsnap.api.Tag;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin tag}. */
@Command(
        name = "tag",
        header = "Tag something in the recycle bin.",
        description = "In place of tags of the same keys. It stays as long as it was to.")
final class RecycleBinTagging extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the snapshot, managed volume or image.")
    String id = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "K=V",
            converter = Options.TagConverter.class,
            description = "Tags, key=value.")
    List<Tag> tags = new ArrayList<>();

    RecycleBinTagging(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new TagInRecycleBin(id, tags)), Table.pairs().row(id, "tagged"));
        return ExitCode.OK;
    }
}
