package io.ebsnap.account;

import io.ebsnap.volume.AttachmentOrder;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeAttachment;
import io.ebsnap.volume.VolumeAttachments;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which volumes of an account are block devices. Making them so is the administrator's: a block device is the whole machine's, and programs of root look into it.
 *
 * @param attachments of everybody
 * @param volumes of the account
 */
public record AccountAttachments(VolumeAttachments attachments, ManagedVolumes volumes) implements VolumeAttachments {

    @Override
    public VolumeAttachment attach(AttachmentOrder order) {
        throw Administrator.alone("attaching a volume to this machine");
    }

    @Override
    public VolumeAttachment detach(String volumeId, boolean force) {
        throw Administrator.alone("detaching a volume from this machine");
    }

    @Override
    public void refreshCapacity(String volumeId) {
        attachments.refreshCapacity(volumes.find(volumeId).record().volumeId());
    }

    @Override
    public List<VolumeAttachment> list() {
        Set<String> own = volumes.list().stream()
                .map(volume -> volume.record().volumeId())
                .collect(Collectors.toSet());
        return attachments.list().stream()
                .filter(attachment -> own.contains(attachment.volumeId()))
                .toList();
    }
}
