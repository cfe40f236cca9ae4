package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Done;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot files restore}. */
@Command(
        name = "restore",
        header = "Restore files and directories of a snapshot.",
        description = {
            "Each PATH comes into DIR under its last name, with owners, permissions, times, extended attributes, ACLs, links and holes.",
            "Everything is copied beside first and then given its name: what fails leaves DIR as it was."
        })
final class FilesRestore extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PATH",
            description = "File or directory, from the root of its file system; / is all of it.")
    List<String> paths = List.of();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Directory of this machine to restore into.")
    Path directory = Path.of("");

    @Option(
            names = "--overwrite",
            description =
                    "Replace files that exist, one by one. Directories that exist keep their owners and what else is in them.")
    boolean overwrite;

    @Mixin
    PartChoice part = new PartChoice();

    FilesRestore(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        try (PrivateMount mount = PrivateMount.open(session(), daemon, snapshot, part.name())) {
            MountedFiles files = new MountedFiles(snapshot, mount.root());
            try (RestorePlace place =
                    RestorePlace.open(directory.toAbsolutePath().normalize())) {
                RestoredFiles wanted = RestoredFiles.of(files, paths);
                if (!overwrite) {
                    place.requireAbsent(wanted.names());
                }
                new FilesCopy(session(), files, wanted).into(place);
                place.putInPlace(wanted.names());
            }
        }
        show(new Done(true), Table.pairs().row(String.join(" ", paths), "restored"));
        return ExitCode.OK;
    }
}
