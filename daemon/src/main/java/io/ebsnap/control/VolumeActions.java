package io.ebsnap.control;

import io.ebsnap.api.Done;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeRequest;
import io.ebsnap.api.VolumeRequest.DeregisterVolume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.api.VolumeRequest.RegisterVolume;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.volume.VolumeOrder;
import io.ebsnap.volume.VolumeRegistry;
import java.util.List;

/** The actions about volumes. */
final class VolumeActions {

    private final VolumeRegistry registry;

    VolumeActions(VolumeRegistry registry) {
        this.registry = registry;
    }

    Record handle(VolumeRequest<?> request) {
        return switch (request) {
            case RegisterVolume register -> register(register);
            case DescribeVolumes describe -> describe(describe);
            case DeregisterVolume forget -> forget(forget);
        };
    }

    private Volume register(RegisterVolume request) {
        String name = request.name() == null ? "" : request.name();
        return volume(registry.register(new VolumeOrder(request.device(), name, Shapes.records(request.tags())))
                .volume());
    }

    private VolumeList describe(DescribeVolumes request) {
        List<VolumeRecord> records = request.volumes().isEmpty()
                ? registry.list()
                : request.volumes().stream().map(registry::resolve).distinct().toList();
        List<Volume> volumes =
                Filters.volumes(records.stream().map(VolumeActions::volume).toList(), request.filters());
        Pages.Part<Volume> part = Pages.cut(volumes, Volume::volumeId, request.page());
        return new VolumeList(part.items(), part.nextToken());
    }

    private Done forget(DeregisterVolume request) {
        registry.forget(request.volume());
        return new Done(true);
    }

    private static Volume volume(VolumeRecord record) {
        return new Volume(
                record.volumeId(),
                Shapes.gibibytes(record.sizeBytes()),
                record.state(),
                record.createTime(),
                Shapes.tags(record.tags()),
                record.name().isEmpty() ? null : record.name(),
                record.device(),
                record.deviceIdentity(),
                record.sizeBytes());
    }
}
