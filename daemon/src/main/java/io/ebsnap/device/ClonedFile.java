package io.ebsnap.device;

import io.ebsnap.identity.SnapshotId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reflink copy that holds an instant: {@code SNAPSHOT.START.SIZE.clone}.
 *
 * @param file its path
 * @param start of the volume in it: bytes
 * @param sizeBytes of the volume
 */
public record ClonedFile(Path file, long start, long sizeBytes) {

    private static final Pattern NAME = Pattern.compile("snap-[0-9a-f]{17}\\.([0-9]{1,16})\\.([0-9]{1,16})\\.clone");

    /** The copy that an instant's artifact names; empty if it is of another form. */
    public static Optional<ClonedFile> of(Path artifact) {
        Matcher name = NAME.matcher(String.valueOf(artifact.getFileName()));
        return name.matches()
                ? Optional.of(new ClonedFile(artifact, Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
                : Optional.empty();
    }

    static ClonedFile of(Path directory, SnapshotId snapshot, Backing backing) {
        Path file = directory.resolve(snapshot + "." + backing.start() + "." + backing.sizeBytes() + ".clone");
        return new ClonedFile(file, backing.start(), backing.sizeBytes());
    }
}
