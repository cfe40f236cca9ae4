package io.ebsnap.account;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.snapshot.VolumeCopying;
import io.ebsnap.volume.VolumeCopyOrder;
import java.util.Optional;

/**
 * Copies of an account's managed volumes, which are its own.
 *
 * @param copies of everybody's
 * @param volumes of the account
 * @param keys that it may use
 */
public record AccountVolumeCopies(VolumeCopying copies, AccountManagedVolumes volumes, KeyServices keys)
        implements VolumeCopying {

    @Override
    public ManagedVolumeRecord copy(VolumeCopyOrder order) {
        return copies.copy(new VolumeCopyOrder(
                volumes.find(order.sourceVolume()).record().volumeId(),
                order.sizeBytes(),
                order.name(),
                order.tags(),
                volumes.account().recorded(),
                Optional.of(keys.owner().idForSnapshots(keys.defaultKeyName())),
                order.performance(),
                order.clientToken()));
    }
}
