package io.ebsnap.control;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.ExportOrder;
import io.ebsnap.volume.VolumeExport;
import io.ebsnap.volume.VolumeExports;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Exports in memory. */
final class FakeExports implements VolumeExports {

    private final SortedMap<String, VolumeExport> exports = new TreeMap<>();

    @Override
    public VolumeExport export(ExportOrder order) {
        VolumeExport export = new VolumeExport(
                order.name(),
                order.resourceId(),
                order.readOnly(),
                4096,
                List.of("nbd://h/" + order.name()),
                order.peers(),
                order.ownerId());
        if (exports.putIfAbsent(order.name(), export) != null) {
            throw new Failure.Conflict("there is an export '" + order.name() + "' already");
        }
        return export;
    }

    @Override
    public VolumeExport unexport(String name, boolean force) {
        VolumeExport removed = exports.remove(name);
        if (removed == null) {
            throw new Failure.NotFound("there is no export '" + name + "'");
        }
        return removed;
    }

    @Override
    public List<VolumeExport> list() {
        return List.copyOf(exports.values());
    }
}
