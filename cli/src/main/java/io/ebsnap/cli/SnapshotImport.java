package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest.ImportSnapshot;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot import}. */
@Command(
        name = "import",
        header = "Make a snapshot of an image file.",
        description = {
            "qcow2, vhd and vmdk are read by qemu-nbd, without a raw copy in between. Nobody may write to the file meanwhile.",
            "A file whose content lies in other files too, such as a backing file, is refused."
        })
final class SnapshotImport extends DaemonCommand {

    @Parameters(paramLabel = "FILE", description = "The file.")
    Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "raw, qcow2, vhd or vmdk. Without it that is what FILE ends with, else raw.")
    @Nullable
    String format;

    @Option(
            names = "--description",
            paramLabel = "T",
            description = "Words to remember it by. Without it they say where it comes from.")
    @Nullable
    String description;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description = "Key that it is sealed under, by id, alias or ARN. Without it that is the default key.")
    @Nullable
    String key;

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    SnapshotImport(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        String path = file.toAbsolutePath().normalize().toString();
        List<Snapshot> begun = daemon.call(new ImportSnapshot(path, format, description, tags.tags, key))
                .snapshots();
        return new SnapshotOutcome(session()).of(daemon, begun, waiting);
    }
}
