package io.ebsnap.api;

import java.util.List;

/**
 * An image is given up.
 *
 * @param success always true
 * @param deleteSnapshotResults what became of its snapshots, if they were to be deleted
 */
public record DeregisteredImage(@Spelled("Return") boolean success, List<DeletedSnapshot> deleteSnapshotResults) {}
