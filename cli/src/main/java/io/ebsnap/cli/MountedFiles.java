package io.ebsnap.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The files of a mounted snapshot. What lies there a stranger may have made: a link in it, followed, would lead to files of this machine, and so none is.
 *
 * @param snapshot its id
 * @param root of its file system
 */
record MountedFiles(String snapshot, Path root) {

    /** Directories of so many files are sorted. */
    private static final int SORTED_MAX = 20_000;

    /**
     * The place of a path that a user named.
     *
     * @throws Refusal if it leads through a link or upwards, or is not there
     */
    Path require(String named) {
        return place(relative(named), named);
    }

    /** A path that a user named, from the root; the empty one is the root itself. */
    static Path relative(String named) {
        try {
            Path path = Path.of("/").resolve(named);
            for (Path name : path) {
                if (name.toString().equals("..")) {
                    throw new Refusal(ExitCode.USAGE, "'" + named + "' leads upwards", "name a path from the root");
                }
            }
            return Path.of("/").relativize(path.normalize());
        } catch (InvalidPathException e) {
            throw new Refusal(
                    ExitCode.USAGE, "'" + named + "' is no path: " + e.getReason(), "name a path from the root");
        }
    }

    private Path place(Path relative, String named) {
        Path at = root;
        try {
            for (Path name : relative) {
                at = name.toString().isEmpty() ? at : below(at, name, named);
            }
            return at;
        } catch (IOException e) {
            throw unreadable(at, e);
        }
    }

    private Path below(Path directory, Path name, String named) throws IOException {
        FileFacts above = FileFacts.of(directory);
        if (above.isLink()) {
            throw new Refusal(
                    ExitCode.USAGE,
                    shown(directory) + " of " + snapshot + " is a symbolic link to "
                            + EscapedName.of(Files.readSymbolicLink(directory)),
                    "links in snapshots are not followed: name the path itself");
        }
        Path at = directory.resolve(name);
        if (!above.isDirectory() || FileFacts.find(at).isEmpty()) {
            throw new Refusal(
                    ExitCode.NOT_FOUND, snapshot + " has no " + named, "ebsnap snapshot files list shows what it has");
        }
        return at;
    }

    /** Whether a path that a user named is there. */
    boolean has(String named) {
        try {
            Path unused = require(named);
            return true;
        } catch (Refusal e) {
            if (e.exitCode() == ExitCode.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** A path as it is printed: from the root of the file system. */
    String shown(Path place) {
        return place.equals(root) ? "/" : "/" + EscapedName.of(root.relativize(place));
    }

    /** The last name of a path that has one. */
    static Path nameOf(Path file) {
        return Objects.requireNonNull(file.getFileName(), "a root");
    }

    /** Every file of a directory, in the order of their names unless they are too many. */
    void each(Path directory, Consumer<Path> file) {
        List<Path> sorted = new ArrayList<>();
        try {
            boolean few = gather(directory, sorted);
            sorted.sort(null);
            if (few) {
                sorted.forEach(file);
                return;
            }
            try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
                all.forEach(file);
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(directory, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static boolean gather(Path directory, List<Path> into) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path each : all) {
                if (into.size() == SORTED_MAX) {
                    return false;
                }
                into.add(each);
            }
            return true;
        }
    }

    FileFacts facts(Path place) {
        try {
            return FileFacts.of(place);
        } catch (IOException e) {
            throw unreadable(place, e);
        }
    }

    /** What the kernel could not read; the daemon's log says which block it was. */
    Refusal unreadable(Path place, IOException cause) {
        return new Refusal(
                ExitCode.FAILED,
                "reading " + shown(place) + " of " + snapshot + " failed: "
                        + cause.getClass().getSimpleName(),
                "ebsnap snapshot verify tells whether the snapshot is damaged, the kernel's log (dmesg) whether its file system is");
    }
}
