package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotRequest.ExportSnapshot;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot export}. */
@Command(
        name = "export",
        header = "Write a snapshot into an image file.",
        description = {
            "Every chunk is checked before it is written; holes stay holes. The file gets its name when it is whole.",
            "qcow2, vhd and vmdk are written by qemu-img, without a raw copy in between."
        })
final class SnapshotExport extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "File that is made.")
    Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "raw, qcow2, vhd or vmdk. Without it that is what FILE ends with, else raw.")
    @Nullable
    String format;

    @Option(names = "--force", description = "Put it in the place of a file that exists.")
    boolean force;

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    SnapshotExport(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        String path = file.toAbsolutePath().normalize().toString();
        return new TaskStarter(session(), daemon).start(new ExportSnapshot(snapshot, path, format, force), waiting);
    }
}
