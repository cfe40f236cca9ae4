package io.ebsnap.restore.warm;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.kms.Keyring;
import io.ebsnap.linux.Linux;
import io.ebsnap.restore.ImageFilling;
import io.ebsnap.store.Headroom;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.VolumeEncryption;
import io.ebsnap.volume.Zone;

/**
 * What fast restore works with. All belong to the caller.
 *
 * @param catalog of its records and the snapshots'
 * @param linux makes files
 * @param filling makes images
 * @param mapsInUse protects what an image is made of
 * @param keyring says whether a snapshot can be read
 * @param encryption how images are encrypted
 * @param zone where volumes and images lie
 * @param headroom is given up where a full disk would keep its space from being given back
 * @param standBack is called by the thread that copies: whoever uses the machine comes before it
 * @param surroundings clocks and crash points
 */
public record WarmParts(
        Catalog catalog,
        Linux linux,
        ImageFilling filling,
        MapsInUse mapsInUse,
        Keyring keyring,
        VolumeEncryption encryption,
        Zone zone,
        Headroom headroom,
        Runnable standBack,
        Surroundings surroundings) {

    void reached(String point) {
        surroundings.crashPoints().reached("fast-restore." + point);
    }
}
