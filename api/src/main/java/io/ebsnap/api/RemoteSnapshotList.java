package io.ebsnap.api;

import java.util.List;

/**
 * Snapshots of a remote.
 *
 * @param snapshots in the order of their instants
 */
public record RemoteSnapshotList(List<RemoteSnapshot> snapshots) {}
