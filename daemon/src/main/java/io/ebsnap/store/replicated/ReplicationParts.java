package io.ebsnap.store.replicated;

import io.ebsnap.flight.CrashPoints;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * What a replicated store is made of.
 *
 * @param home where a store of one zone is, and where its zones are written down
 * @param copiesMin with fewer zones that have everything nothing is put; 1 or more
 * @param opener opens the objects of a zone
 * @param fileSystems tells where directories are
 * @param random names replicas; safe for use by several threads
 * @param crashPoints is told of each durable step
 */
public record ReplicationParts(
        Home home,
        int copiesMin,
        ReplicaOpener opener,
        FileSystemIdentities fileSystems,
        RandomGenerator random,
        CrashPoints crashPoints) {

    /**
     * Where a store begins.
     *
     * @param zone name of its first zone
     * @param directory of the first zone's replica
     * @param zones the file that holds the zones, once there were several
     */
    public record Home(String zone, Path directory, Path zones) {}
}
