package io.ebsnap.control;

import io.ebsnap.check.StoreMaintenance;
import io.ebsnap.kms.Keystore;
import io.ebsnap.restore.RestoreService;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.task.TaskRegistry;
import io.ebsnap.volume.VolumeRegistry;

/**
 * What the actions call.
 *
 * @param volumes that are known
 * @param snapshots taking and finding them
 * @param restores writing them back
 * @param store its care
 * @param tasks the long work
 * @param keystore the KMS keys
 */
public record Services(
        VolumeRegistry volumes,
        SnapshotService snapshots,
        RestoreService restores,
        StoreMaintenance store,
        TaskRegistry tasks,
        Keystore keystore) {}
