package io.ebsnap.control;

import io.ebsnap.audit.AuditTrail;
import io.ebsnap.bin.Recycling;
import io.ebsnap.check.StoreMaintenance;
import io.ebsnap.exchange.FileExchange;
import io.ebsnap.image.ImageService;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.lifecycle.LifecycleService;
import io.ebsnap.lock.SnapshotLocking;
import io.ebsnap.pipeline.ImagePipelines;
import io.ebsnap.remote.RemoteCopies;
import io.ebsnap.restore.FastRestores;
import io.ebsnap.restore.LearntOrders;
import io.ebsnap.restore.RestoreService;
import io.ebsnap.snapshot.SharingService;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.store.Zones;
import io.ebsnap.tagging.ResourceTags;
import io.ebsnap.task.TaskRegistry;
import io.ebsnap.tiering.TieringService;
import io.ebsnap.volume.VolumeRegistry;

/**
 * What the actions call.
 *
 * @param volumes that are registered
 * @param serving volumes that are managed, and what they are served as
 * @param snapshots taking and finding them
 * @param restores writing them back
 * @param fastRestores images that volumes are made of at once
 * @param store its care
 * @param zones where it is kept
 * @param tags of snapshots, volumes, images and retention rules
 * @param tasks the long work
 * @param keys the KMS keys
 * @param audit what was asked for and what changed
 * @param touches what was learnt of the use of snapshots
 * @param sharing of snapshots with accounts
 * @param locks of snapshots
 * @param recycling the recycle bin
 * @param images made of snapshots
 * @param pipelines that build images
 * @param files snapshots out into files, and in from them
 * @param tiering the archive, and moves between the tiers
 * @param remotes other daemons, and copies of their snapshots
 * @param lifecycle policies for snapshots
 * @param configuration of the daemon
 */
public record Services(
        VolumeRegistry volumes,
        Serving serving,
        SnapshotService snapshots,
        RestoreService restores,
        FastRestores fastRestores,
        StoreMaintenance store,
        Zones zones,
        ResourceTags tags,
        TaskRegistry tasks,
        KeyServices keys,
        AuditTrail audit,
        LearntOrders touches,
        SharingService sharing,
        SnapshotLocking locks,
        Recycling recycling,
        ImageService images,
        ImagePipelines pipelines,
        FileExchange files,
        TieringService tiering,
        RemoteCopies remotes,
        LifecycleService lifecycle,
        Configuration configuration) {

    /** The 12-digit account that what is done is done for. */
    String accountId() {
        String account = keys.owner().account();
        return account == null ? keys.owner().configured() : account;
    }
}
