package io.ebsnap.exchange;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.task.TaskView;

/** Snapshots out into files, and in from them. Safe for use by several threads. */
public interface FileExchange {

    /** See {@link SnapshotExports#start}. */
    TaskView exportInto(ExportOrder order);

    /** See {@link SnapshotImports#start}. */
    SnapshotRecord importFrom(ImportOrder order);

    /** By the two of them. */
    static FileExchange of(SnapshotExports exports, SnapshotImports imports) {
        return new FileExchange() {
            @Override
            public TaskView exportInto(ExportOrder order) {
                return exports.start(order);
            }

            @Override
            public SnapshotRecord importFrom(ImportOrder order) {
                return imports.start(order);
            }
        };
    }
}
