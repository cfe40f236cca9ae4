package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot files cat}. */
@Command(name = "cat", header = "Write the content of a file in a snapshot to standard output.")
final class FilesCat extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "File, from the root of its file system.")
    String path = "";

    @Mixin
    PartChoice part = new PartChoice();

    FilesCat(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        try (PrivateMount mount = PrivateMount.open(session(), daemon, snapshot, part.name())) {
            MountedFiles files = new MountedFiles(snapshot, mount.root());
            Path file = files.require(path);
            FileFacts facts = files.facts(file);
            if (!facts.isRegular()) {
                throw new Refusal(
                        ExitCode.USAGE, files.shown(file) + " is a " + facts.type() + " and no file", "name a file");
            }
            print(files, file);
        }
        return ExitCode.OK;
    }

    private void print(MountedFiles files, Path file) {
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            renderer().content(content);
        } catch (IOException e) {
            throw files.unreadable(file, e);
        }
    }
}
