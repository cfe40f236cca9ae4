package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot in the tree of all.
 *
 * @param snapshotId {@code snap-...}
 * @param parentSnapshotId of those that are still there the one that it comes after: the one before it of the same volume, or the one that its
 *     volume was made of; absent if there is none, or nothing tells
 * @param volumeId {@code vol-...}
 * @param state {@code pending}, {@code completed} or {@code error}
 * @param startTime the instant that it shows
 * @param description the user's words; empty if there are none
 * @param writtenBytes content that differed from the snapshot that it was compared with; absent until it is completed
 * @param sizes what it takes; absent until it is completed, and if its block map cannot be read
 */
public record SnapshotTreeEntry(
        String snapshotId,
        @Nullable String parentSnapshotId,
        String volumeId,
        String state,
        Instant startTime,
        String description,
        @Nullable Long writtenBytes,
        @Nullable SnapshotSize sizes) {}
