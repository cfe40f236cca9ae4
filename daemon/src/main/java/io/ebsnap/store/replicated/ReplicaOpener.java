package io.ebsnap.store.replicated;

import io.ebsnap.store.ReplicaStore;
import java.nio.file.Path;

/** Opens the objects of one zone. */
@FunctionalInterface
public interface ReplicaOpener {

    /**
     * Opens them.
     *
     * @param zone the zone's name
     * @param directory of its replica, which is there but for the only zone of a new store
     * @throws io.ebsnap.failure.Failure if it cannot be used
     */
    ReplicaStore open(String zone, Path directory);
}
