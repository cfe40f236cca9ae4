package io.ebsnap.control;

import io.ebsnap.check.StoreMaintenance;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.restore.FastRestores;
import io.ebsnap.restore.LearntOrders;
import io.ebsnap.restore.RestoreService;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.task.TaskRegistry;
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
 * @param tasks the long work
 * @param keys the KMS keys
 * @param touches what was learnt of the use of snapshots
 */
public record Services(
        VolumeRegistry volumes,
        Serving serving,
        SnapshotService snapshots,
        RestoreService restores,
        FastRestores fastRestores,
        StoreMaintenance store,
        TaskRegistry tasks,
        KeyServices keys,
        LearntOrders touches) {}
