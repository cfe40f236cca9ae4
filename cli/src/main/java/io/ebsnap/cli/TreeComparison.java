package io.ebsnap.cli;

import io.ebsnap.api.SnapshotFileChange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Compares files of two snapshots by name: those of the first and what became of them, then, of each directory, those that the second has besides. */
final class TreeComparison {

    private static final int BUFFER_BYTES = 1 << 16;

    private final MountedFiles before;
    private final MountedFiles after;
    private final boolean content;
    private final Consumer<SnapshotFileChange> sink;

    /**
     * A comparison.
     *
     * @param content whether to read files that look the same
     * @param sink is told each change
     */
    TreeComparison(MountedFiles before, MountedFiles after, boolean content, Consumer<SnapshotFileChange> sink) {
        this.before = before;
        this.after = after;
        this.content = content;
        this.sink = sink;
    }

    /**
     * Compares what lies at and below a path.
     *
     * @throws Refusal if neither has it
     */
    void compare(String named) {
        boolean was = before.has(named);
        if (!was && !after.has(named)) {
            throw new Refusal(
                    ExitCode.NOT_FOUND,
                    "neither " + before.snapshot() + " nor " + after.snapshot() + " has " + named,
                    "ebsnap snapshot files list shows what they have");
        }
        if (was && after.has(named)) {
            Path old = before.require(named);
            compare(old, before.facts(old), after.require(named));
        } else if (was) {
            all(before, before.require(named), "removed");
        } else {
            all(after, after.require(named), "added");
        }
    }

    private void compare(Path old, FileFacts was, Path now) {
        FileFacts is = after.facts(now);
        List<String> changes = changes(old, was, now, is);
        if (!changes.isEmpty()) {
            sink.accept(new SnapshotFileChange(after.shown(now), is.type(), changes));
        }
        if (was.isDirectory() && is.isDirectory()) {
            before.each(old, file -> compareNamed(file, now.resolve(MountedFiles.nameOf(file))));
            after.each(now, file -> addedUnless(file, old.resolve(MountedFiles.nameOf(file))));
        } else if (was.isDirectory()) {
            before.each(old, file -> all(before, file, "removed"));
        } else if (is.isDirectory()) {
            after.each(now, file -> all(after, file, "added"));
        }
    }

    private void compareNamed(Path old, Path now) {
        if (find(after, now).isPresent()) {
            compare(old, before.facts(old), now);
        } else {
            all(before, old, "removed");
        }
    }

    private void addedUnless(Path now, Path old) {
        if (find(before, old).isEmpty()) {
            all(after, now, "added");
        }
    }

    private static Optional<FileFacts> find(MountedFiles files, Path place) {
        try {
            return FileFacts.find(place);
        } catch (IOException e) {
            throw files.unreadable(place, e);
        }
    }

    private void all(MountedFiles files, Path place, String change) {
        FileFacts facts = files.facts(place);
        sink.accept(new SnapshotFileChange(files.shown(place), facts.type(), List.of(change)));
        if (facts.isDirectory()) {
            files.each(place, inner -> all(files, inner, change));
        }
    }

    private List<String> changes(Path old, FileFacts was, Path now, FileFacts is) {
        List<String> changes = new ArrayList<>();
        boolean sameType = was.type().equals(is.type());
        if (!sameType) {
            changes.add("type");
        } else if (isModified(old, was, now, is)) {
            changes.add("modified");
        }
        // Links have no permissions of their own.
        if (was.permissions() != is.permissions() && !was.isLink() && !is.isLink()) {
            changes.add("mode");
        }
        if (was.uid() != is.uid() || was.gid() != is.gid()) {
            changes.add("owner");
        }
        return changes;
    }

    /** A directory is what is in it. */
    private boolean isModified(Path old, FileFacts was, Path now, FileFacts is) {
        if (was.isDirectory()) {
            return false;
        }
        boolean differs = was.sizeBytes() != is.sizeBytes()
                || !was.modified().equals(is.modified())
                || was.device() != is.device()
                || !Objects.equals(was.target(), is.target());
        return differs || (content && is.isRegular() && !isSame(old, now));
    }

    private boolean isSame(Path old, Path now) {
        byte[] left = new byte[BUFFER_BYTES];
        byte[] right = new byte[BUFFER_BYTES];
        try (InputStream one = Files.newInputStream(old, LinkOption.NOFOLLOW_LINKS);
                InputStream other = Files.newInputStream(now, LinkOption.NOFOLLOW_LINKS)) {
            int count;
            do {
                count = one.readNBytes(left, 0, BUFFER_BYTES);
                int others = other.readNBytes(right, 0, BUFFER_BYTES);
                if (!Arrays.equals(left, 0, count, right, 0, others)) {
                    return false;
                }
            } while (count == BUFFER_BYTES);
            return true;
        } catch (IOException e) {
            throw after.unreadable(now, e);
        }
    }
}
