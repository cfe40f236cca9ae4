package io.ebsnap.account;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.exchange.ExportOrder;
import io.ebsnap.exchange.FileExchange;
import io.ebsnap.exchange.ImportOrder;
import io.ebsnap.task.TaskView;

/** Files are read and written with root's rights: never for an account. */
public record AccountFiles() implements FileExchange {

    @Override
    public TaskView exportInto(ExportOrder order) {
        throw Administrator.alone("writing files");
    }

    @Override
    public SnapshotRecord importFrom(ImportOrder order) {
        throw Administrator.alone("reading files");
    }
}
