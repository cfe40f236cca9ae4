package io.ebsnap.control;

import io.ebsnap.api.Done;
import io.ebsnap.api.Export;
import io.ebsnap.api.ExportList;
import io.ebsnap.api.ExportRequest;
import io.ebsnap.api.ExportRequest.CreateExport;
import io.ebsnap.api.ExportRequest.DeleteExport;
import io.ebsnap.api.ExportRequest.DescribeExports;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.ExportOrder;
import io.ebsnap.volume.ExportPeer;
import io.ebsnap.volume.VolumeExport;
import io.ebsnap.volume.VolumeExports;

/** The actions about what is served by NBD. */
final class ExportActions {

    private final VolumeExports exports;
    private final VolumeFinder finder;

    ExportActions(VolumeExports exports, VolumeFinder finder) {
        this.exports = exports;
        this.finder = finder;
    }

    Record handle(ExportRequest<?> request) {
        return switch (request) {
            case DescribeExports describe -> describe(describe);
            case CreateExport create -> create(create);
            case DeleteExport delete -> delete(delete);
        };
    }

    private ExportList describe(DescribeExports request) {
        Pages.Part<Export> part =
                Pages.cut(exports.list().stream().map(ExportActions::shape).toList(), Export::name, request.page());
        return new ExportList(part.items(), part.nextToken());
    }

    private Export create(CreateExport request) {
        String id = id(request.resource());
        return shape(exports.export(new ExportOrder(
                id,
                request.name() == null ? id : request.name(),
                request.readOnly() || SnapshotId.isValid(id),
                request.peers().stream().map(ExportPeer::parse).distinct().toList())));
    }

    private String id(String resource) {
        return SnapshotId.isValid(resource)
                ? resource
                : finder.requireManaged(resource).record().volumeId();
    }

    private Done delete(DeleteExport request) {
        exports.unexport(request.name(), request.force());
        return new Done(true);
    }

    private static Export shape(VolumeExport export) {
        return new Export(
                export.name(),
                export.resourceId(),
                export.readOnly(),
                export.sizeBytes(),
                export.uris(),
                export.peers().stream().map(ExportPeer::toString).toList());
    }
}
