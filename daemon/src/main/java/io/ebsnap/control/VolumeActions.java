package io.ebsnap.control;

import io.ebsnap.api.Done;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeRequest;
import io.ebsnap.api.VolumeRequest.AttachVolume;
import io.ebsnap.api.VolumeRequest.CancelVolumeMove;
import io.ebsnap.api.VolumeRequest.CopyVolumes;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.api.VolumeRequest.DeleteVolume;
import io.ebsnap.api.VolumeRequest.DeregisterVolume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.api.VolumeRequest.DetachVolume;
import io.ebsnap.api.VolumeRequest.ModifyVolume;
import io.ebsnap.api.VolumeRequest.ModifyVolumeHydration;
import io.ebsnap.api.VolumeRequest.MoveVolume;
import io.ebsnap.api.VolumeRequest.RegisterVolume;
import io.ebsnap.api.VolumeRequest.RollBackVolume;
import io.ebsnap.volume.VolumeAttachment;
import io.ebsnap.volume.VolumeOrder;
import io.ebsnap.volume.VolumeRegistry;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The actions about volumes, and of those about registered ones all. */
final class VolumeActions {

    private final VolumeRegistry registry;
    private final Serving serving;
    private final VolumeFinder finder;
    private final ManagedVolumeActions managed;
    private final UnaryOperator<String> arnOfKey;

    /** @param arnOfKey of a KMS key's id */
    VolumeActions(VolumeRegistry registry, Serving serving, VolumeFinder finder, UnaryOperator<String> arnOfKey) {
        this.registry = registry;
        this.serving = serving;
        this.finder = finder;
        this.managed = new ManagedVolumeActions(serving, finder, arnOfKey);
        this.arnOfKey = arnOfKey;
    }

    Record handle(VolumeRequest<?> request) {
        return switch (request) {
            case RegisterVolume register -> register(register);
            case DescribeVolumes describe -> describe(describe);
            case DeregisterVolume forget -> forget(forget);
            case CreateVolume create -> managed.create(create);
            case CopyVolumes copy -> managed.copy(copy);
            case AttachVolume attach -> managed.attach(attach);
            case DetachVolume detach -> managed.detach(detach);
            case DeleteVolume delete -> managed.delete(delete);
            case ModifyVolume modify -> managed.modify(modify);
            case RollBackVolume rollback -> managed.rollBack(rollback);
            case ModifyVolumeHydration modify -> managed.modify(modify);
            case MoveVolume move -> managed.move(move);
            case CancelVolumeMove cancel -> managed.cancel(cancel);
        };
    }

    private Volume register(RegisterVolume request) {
        String name = request.name() == null ? "" : request.name();
        return VolumeShapes.registered(
                registry.register(new VolumeOrder(request.device(), name, Shapes.records(request.tags())))
                        .volume());
    }

    private VolumeList describe(DescribeVolumes request) {
        List<VolumeAttachment> attachments = serving.attachments().list();
        Stream<Volume> wanted = request.volumes().isEmpty()
                ? all(attachments)
                : request.volumes().stream()
                        .map(volume -> find(volume, attachments))
                        .distinct();
        Pages.Part<Volume> part =
                Pages.cut(Filters.volumes(wanted.toList(), request.filters()), Volume::volumeId, request.page());
        return new VolumeList(part.items(), part.nextToken());
    }

    private Stream<Volume> all(List<VolumeAttachment> attachments) {
        return Stream.concat(
                registry.list().stream().map(VolumeShapes::registered),
                serving.volumes().list().stream().map(volume -> VolumeShapes.managed(volume, attachments, arnOfKey)));
    }

    private Volume find(String volume, List<VolumeAttachment> attachments) {
        return finder.managed(volume)
                .map(found -> VolumeShapes.managed(found, attachments, arnOfKey))
                .orElseGet(() -> VolumeShapes.registered(registry.resolve(volume)));
    }

    private Done forget(DeregisterVolume request) {
        finder.refuseManaged(request.volume());
        registry.forget(request.volume());
        return new Done(true);
    }
}
