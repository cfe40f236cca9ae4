package io.ebsnap.exchange;

import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.DataPlane;
import java.util.function.UnaryOperator;

/** Serves a snapshot by NBD to a program of this machine that the daemon starts itself. Safe for use by several threads. */
@FunctionalInterface
public interface SnapshotServer {

    /**
     * Begins to serve a snapshot, to be read only.
     *
     * @param watched is given each opened view of it, and answers what is served in its place
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     * @throws io.ebsnap.failure.Failure.Conflict if it is not completed
     */
    Served serve(SnapshotId snapshot, UnaryOperator<DataPlane> watched);

    /** A snapshot that is served until this is closed. */
    interface Served extends AutoCloseable {

        /** Where. */
        String uri();

        /** How long it is. */
        long sizeBytes();

        /** How much of it is not holes. */
        long contentBytes();

        @Override
        void close();
    }
}
