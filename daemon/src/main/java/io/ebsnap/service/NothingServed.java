package io.ebsnap.service;

import io.ebsnap.control.Serving;
import io.ebsnap.failure.Failure;
import io.ebsnap.volume.AttachmentVia;
import io.ebsnap.volume.ExportOrder;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeAttachment;
import io.ebsnap.volume.VolumeAttachments;
import io.ebsnap.volume.VolumeExport;
import io.ebsnap.volume.VolumeExports;
import java.util.List;

/** A daemon whose volumes cannot be attached or exported, and which says so. */
final class NothingServed {

    private NothingServed() {}

    static Serving around(ManagedVolumes volumes) {
        return new Serving(volumes, new NoAttachments(), new NoExports());
    }

    private static Failure.Unavailable unavailable(String what) {
        return new Failure.Unavailable("this daemon " + what, null);
    }

    /** No attachments, and none can be made. */
    private static final class NoAttachments implements VolumeAttachments {

        @Override
        public VolumeAttachment attach(String volumeId, AttachmentVia via, boolean readOnly) {
            throw unavailable("attaches no volumes");
        }

        @Override
        public VolumeAttachment detach(String volumeId, boolean force) {
            throw new Failure.Conflict(volumeId + " is not attached");
        }

        @Override
        public void refreshCapacity(String volumeId) {
            // Nothing is attached.
        }

        @Override
        public List<VolumeAttachment> list() {
            return List.of();
        }
    }

    /** No exports, and none can be made. */
    private static final class NoExports implements VolumeExports {

        @Override
        public VolumeExport export(ExportOrder order) {
            throw unavailable("serves nothing by NBD");
        }

        @Override
        public VolumeExport unexport(String name) {
            throw new Failure.NotFound("there is no export '" + name + "'");
        }

        @Override
        public List<VolumeExport> list() {
            return List.of();
        }
    }
}
