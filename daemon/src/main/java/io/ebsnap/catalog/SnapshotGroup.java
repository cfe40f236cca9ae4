package io.ebsnap.catalog;

/**
 * With which others a snapshot shows one instant. All of a group are of use or none is.
 *
 * @param snapshotGroupId {@code snapgrp-...}
 * @param volumes how many snapshots the group has, 2 or more: with fewer records it was never whole
 * @param heldMillis how long writers were held for the instant
 */
public record SnapshotGroup(String snapshotGroupId, int volumes, long heldMillis) {}
