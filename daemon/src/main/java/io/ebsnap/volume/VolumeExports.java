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
     * Serves something no longer: its clients are cut off, after what they have written has become durable.
     *
     * @return what it was
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such export
     */
    VolumeExport unexport(String name);

    /** All of them, in the order of their names. */
    List<VolumeExport> list();
}
