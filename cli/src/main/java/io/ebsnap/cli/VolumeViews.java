package io.ebsnap.cli;

import io.ebsnap.api.Volume;
import java.util.List;

/** Volumes as people see them. */
final class VolumeViews {

    private VolumeViews() {}

    static Table list(List<Volume> volumes) {
        Table table = Table.of("VOLUME", "NAME", ">SIZE", "STATE", "DEVICE", "REGISTERED", "TAGS");
        for (Volume volume : volumes) {
            table.row(
                    volume.volumeId(),
                    volume.name() == null ? "-" : volume.name(),
                    Human.size(volume.sizeInBytes()),
                    volume.state(),
                    volume.device(),
                    Human.time(volume.createTime()),
                    Human.tags(volume.tags()));
        }
        return table;
    }

    static Table one(Volume volume) {
        return Table.pairs()
                .row("volume", volume.volumeId())
                .row("name", volume.name() == null ? "-" : volume.name())
                .row("device", volume.device())
                .row("identity", volume.deviceIdentity().isEmpty() ? "-" : volume.deviceIdentity())
                .row("size", Human.size(volume.sizeInBytes()) + " (" + Human.count(volume.sizeInBytes()) + " bytes)")
                .row("state", volume.state())
                .row("registered", Human.time(volume.createTime()))
                .row("tags", Human.tags(volume.tags()));
    }
}
