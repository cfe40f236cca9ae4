package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotFileChange;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot files diff}. */
@Command(
        name = "diff",
        header = "Show which files differ between two snapshots.",
        description = {
            "Types, sizes, times, permissions, owners and targets of links are compared. Nothing is printed where nothing differs.",
            "With -o json one object a line. Names are escaped as ls --escape does."
        })
final class FilesDiff extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "SNAP1", description = "Id of the older snapshot.")
    String first = "";

    @Parameters(index = "1", paramLabel = "SNAP2", description = "Id of the newer snapshot.")
    String second = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "PATH",
            defaultValue = "/",
            description = "Directory or file, from the root of its file system. Default: /.")
    String path = "/";

    @Option(names = "--content", description = "Read files whose size and time are the same, too.")
    boolean content;

    @Mixin
    PartChoice part = new PartChoice();

    FilesDiff(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        try (PrivateMount older = PrivateMount.open(session(), daemon, first, part.name());
                PrivateMount newer = PrivateMount.open(session(), daemon, second, part.name())) {
            MountedFiles before = new MountedFiles(first, older.root());
            MountedFiles after = new MountedFiles(second, newer.root());
            new TreeComparison(before, after, content, this::print).compare(path);
        }
        return ExitCode.OK;
    }

    private void print(SnapshotFileChange change) {
        if (session().isJson()) {
            renderer().jsonLine(change);
        } else {
            renderer().line(String.format(Locale.ROOT, "%-20s %s", String.join(",", change.changes()), change.path()));
        }
    }
}
