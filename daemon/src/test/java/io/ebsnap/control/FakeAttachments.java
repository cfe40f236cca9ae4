package io.ebsnap.control;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.AttachmentOrder;
import io.ebsnap.volume.NamedDevice;
import io.ebsnap.volume.VolumeAttachment;
import io.ebsnap.volume.VolumeAttachments;
import io.ebsnap.volume.VolumeSpeed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Attachments in memory: volume N is /dev/loopN. */
final class FakeAttachments implements VolumeAttachments {

    private final List<VolumeAttachment> attached = new ArrayList<>();
    final List<String> refreshed = new ArrayList<>();

    @Override
    public VolumeAttachment attach(AttachmentOrder order) {
        String volumeId = order.volumeId();
        if (!users(volumeId).isEmpty()) {
            throw new Failure.Conflict(volumeId + " is attached already");
        }
        String device = "/dev/loop" + volumeId.substring(volumeId.length() - 1);
        attached.add(new VolumeAttachment(
                volumeId,
                device,
                order.via().word(),
                FakeVolumes.TIME,
                order.readOnly(),
                new VolumeSpeed(true, ""),
                order.name().map(name -> new NamedDevice(name, Path.of("/dev/ebsnap", name.leaf())))));
        return attached.getLast();
    }

    @Override
    public VolumeAttachment detach(String volumeId, boolean force) {
        VolumeAttachment found = attached.stream()
                .filter(attachment -> attachment.volumeId().equals(volumeId))
                .findFirst()
                .orElseThrow(() -> new Failure.Conflict(volumeId + " is not attached"));
        if (found.readOnly() && !force) {
            throw new Failure.Conflict(found.device() + " is mounted");
        }
        attached.remove(found);
        return found;
    }

    @Override
    public void refreshCapacity(String volumeId) {
        refreshed.add(volumeId);
    }

    @Override
    public List<VolumeAttachment> list() {
        return attached;
    }

    List<String> users(String volumeId) {
        return attached.stream()
                .filter(attachment -> attachment.volumeId().equals(volumeId))
                .map(attachment -> "attached as " + attachment.device())
                .toList();
    }
}
