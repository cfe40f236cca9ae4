package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file in a snapshot. No message has it: the command line prints it.
 *
 * @param path from the root of its file system; what is not printable is written as {@code \n}, {@code \\} or {@code \377}
 * @param type {@code file}, {@code directory}, {@code symlink}, {@code fifo}, {@code socket}, {@code char-device}, {@code block-device}
 * @param sizeInBytes of its content
 * @param mode its permissions, octal: {@code 0644}
 * @param uid of its owner
 * @param gid of its group
 * @param modifyTime when its content was last changed
 * @param target of a symbolic link, written as a path is
 */
public record SnapshotFile(
        String path,
        String type,
        long sizeInBytes,
        String mode,
        long uid,
        long gid,
        Instant modifyTime,
        @Nullable String target) {}
