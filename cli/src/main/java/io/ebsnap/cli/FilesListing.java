package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotFile;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot files list}. */
@Command(
        name = "list",
        header = "List files in a snapshot.",
        description = "With -o json one object a line. Names are escaped as ls --escape does.")
final class FilesListing extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            defaultValue = "/",
            description = "Directory or file, from the root of its file system. Default: /.")
    String path = "/";

    @Option(
            names = {"-R", "--recursive"},
            description = "Also what lies below its directories.")
    boolean recursive;

    @Mixin
    PartChoice part = new PartChoice();

    FilesListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        try (PrivateMount mount = PrivateMount.open(session(), daemon, snapshot, part.name())) {
            MountedFiles files = new MountedFiles(snapshot, mount.root());
            Path start = files.require(path);
            if (files.facts(start).isDirectory()) {
                files.each(start, file -> print(files, file));
            } else {
                print(files, start);
            }
        }
        return ExitCode.OK;
    }

    private void print(MountedFiles files, Path file) {
        FileFacts facts = files.facts(file);
        SnapshotFile shape = facts.shape(files.shown(file));
        if (session().isJson()) {
            renderer().jsonLine(shape);
        } else {
            String target = shape.target() == null ? "" : " -> " + shape.target();
            renderer()
                    .line(String.format(
                            Locale.ROOT,
                            "%-12s %s %6d %6d %14d  %s  %s%s",
                            shape.type(),
                            shape.mode(),
                            shape.uid(),
                            shape.gid(),
                            shape.sizeInBytes(),
                            Human.time(shape.modifyTime()),
                            shape.path(),
                            target));
        }
        if (recursive && facts.isDirectory()) {
            files.each(file, inner -> print(files, inner));
        }
    }
}
