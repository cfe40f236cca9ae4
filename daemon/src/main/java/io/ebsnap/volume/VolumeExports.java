package io.ebsnap.volume;

import java.util.List;

/** Serves managed volumes and snapshots by NBD. Safe for use by several threads. */
public interface VolumeExports {

    /**
     * Begins to serve something; clients can come when this returns.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such volume or snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if the name is taken, or a snapshot is not completed
     * @throws io.ebsnap.failure.Failure.Exhausted if there are as many exports as may be
     * @throws io.ebsnap.failure.Failure.Unavailable if nothing serves NBD
     */
    VolumeExport export(ExportOrder order);

    /**
     * Serves something no longer. When this returns, what its clients have written is durable, and nothing more of theirs comes.
     *
     * @param force also while clients use it: they are cut off
     * @return what it was
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such export
     * @throws io.ebsnap.failure.Failure.Conflict if clients use it and it is not forced; it names them
     * @throws io.ebsnap.failure.Failure.Unavailable if what clients have begun does not end; the export is gone all the same
     */
    VolumeExport unexport(String name, boolean force);

    /** All of them, in the order of their names. */
    List<VolumeExport> list();
}
